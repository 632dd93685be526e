using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Companies;

/// <summary>What became of a reported event.</summary>
/// <param name="Status">Accepted, duplicate or rejected.</param>
/// <param name="Code">Rejected: one of <see cref="RejectionCodes"/>.</param>
/// <param name="Field">Rejected: the event's field at fault, as JSON names it, if there is one.</param>
public readonly record struct RecordOutcome(RecordStatus Status, string? Code = null, string? Field = null)
{
    /// <summary>Booked.</summary>
    public static readonly RecordOutcome Accepted = new(RecordStatus.Accepted);

    /// <summary>Booked before.</summary>
    public static readonly RecordOutcome Duplicate = new(RecordStatus.Duplicate);

    /// <summary>Cannot be booked.</summary>
    public static RecordOutcome Rejected(string code, string? field = null) => new(RecordStatus.Rejected, code, field);
}
