namespace UsageCluster.Actors.Control;

/// <summary>What became of a write to the control plane.</summary>
public enum StoreWrite
{
    /// <summary>A new row.</summary>
    Created,

    /// <summary>A row changed.</summary>
    Updated,

    /// <summary>Nothing differs; nothing was written, no audit record either.</summary>
    Unchanged,

    /// <summary>There is no such row.</summary>
    NotFound,

    /// <summary>A row that it refers to (company, ATS) does not exist.</summary>
    MissingReference,

    /// <summary>A webhook that it refers to does not exist.</summary>
    MissingWebhook,

    /// <summary>Another row refers to it.</summary>
    InUse,
}
