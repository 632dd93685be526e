namespace UsageCluster.Actors.Alerts;

/// <summary>What an alert measures. The numbers are stored: never change one.</summary>
public enum AlertMeasure
{
    /// <summary>The share of the period's allowance that was used, in thousandths of a percent.</summary>
    AllowanceShare = 1,

    /// <summary>Minutes used, in millionths.</summary>
    Minutes = 2,

    /// <summary>Credits used, in millionths.</summary>
    Credits = 3,
}
