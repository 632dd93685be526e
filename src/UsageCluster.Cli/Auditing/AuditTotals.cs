namespace UsageCluster.Cli.Auditing;

/// <summary>How far an audit came.</summary>
/// <param name="Companies">Companies gone through.</param>
/// <param name="Ats">ATSs checked.</param>
/// <param name="AtsUnchecked">ATSs not checked: one of their companies is off, or beyond those whose figures are kept.</param>
/// <param name="Off">Companies and ATSs with something off.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Failure">Why it could not be ended; null: it was.</param>
internal sealed record AuditTotals(long Companies, long Ats, long AtsUnchecked, long Off, long Entries, TimeSpan Elapsed, string? Failure);
