namespace UsageCluster.Grains.Recording;

/// <summary>Makes event ids.</summary>
public static class UsageEventId
{
    /// <summary>
    /// A UUID of version 7 in lower case: unique, and in order of time, so that the ledger's index stays small. Make it once per use and keep
    /// it with the use, so that a later attempt has the same id.
    /// </summary>
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
