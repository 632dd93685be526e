using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Control;

/// <summary>Who asks for a change; the maker of the change adds what it was before and after.</summary>
/// <param name="KeyId">See <see cref="AuditRecord.KeyId"/>.</param>
/// <param name="Action">See <see cref="AuditRecord.Action"/>.</param>
/// <param name="Target">See <see cref="AuditRecord.Target"/>.</param>
public sealed record AuditStamp(string KeyId, string Action, string Target)
{
    /// <summary>The record of the change.</summary>
    public AuditRecord Record(Instant at, string? beforeJson, string? afterJson) => new(at, KeyId, Action, Target, beforeJson, afterJson);
}
