using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Control;

/// <summary>Who changed what, when.</summary>
/// <param name="At">When.</param>
/// <param name="KeyId">The key that made the change; <c>bootstrap</c> for the environment's admin key, <c>system</c> for the program itself.</param>
/// <param name="Action">A stable word, as <c>company.put</c>.</param>
/// <param name="Target">What was changed: the path below <c>/admin</c>.</param>
/// <param name="BeforeJson">The resource before as JSON; null: it did not exist.</param>
/// <param name="AfterJson">The resource after as JSON; null: it no longer exists.</param>
public sealed record AuditRecord(Instant At, string KeyId, string Action, string Target, string? BeforeJson, string? AfterJson);
