namespace UsageCluster.Grains.Views;

/// <summary>What a silo says about one company. The numbers are on the wire: never change one.</summary>
public enum SiloReportKind
{
    /// <summary>The silo has no committed view of the company, or may not show it.</summary>
    NotHere = 0,

    /// <summary>The report that the caller said it knows holds for the range asked for.</summary>
    Unchanged = 1,

    /// <summary>A report.</summary>
    Report = 2,
}
