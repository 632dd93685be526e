namespace UsageCluster.Ledger.Sqlite.Entries;

/// <summary>Yes-or-no facts of a usage entry. The numbers are stored: never change one.</summary>
[Flags]
internal enum EntryFlags
{
    None = 0,
    CountsAsInterview = 1,
    IsTest = 2,
    OccurredAtAssumed = 4,
    RuleOfCompany = 8,
    RuleAnyFocus = 16,
}
