namespace UsageCluster.Actors.Companies;

/// <summary>What became of an administrative change.</summary>
/// <param name="ErrorCode">Null: made. Else why it is at odds with what is stored, as a code of the contract.</param>
/// <param name="Created">Whether it made something new.</param>
/// <param name="Changed">Whether anything differs from before.</param>
public readonly record struct ChangeOutcome(string? ErrorCode, bool Created, bool Changed);
