namespace UsageCluster.Actors.Webhooks;

/// <summary>How far a delivery has come. The numbers are stored: never change one.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, or sent again.</summary>
    Pending = 1,

    /// <summary>The target has taken it.</summary>
    Delivered = 2,

    /// <summary>A dead letter: every attempt has failed. It can be replayed.</summary>
    Dead = 3,
}
