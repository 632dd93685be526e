using UsageCluster.Actors.Companies;
using UsageCluster.Core.Books;

namespace UsageCluster.Gateway.Ingest;

/// <summary>What the answer says of one event.</summary>
/// <param name="EventId">The event id; null if it could not be read.</param>
/// <param name="Status">Accepted, duplicate or rejected.</param>
/// <param name="Code">Rejected: why.</param>
/// <param name="Field">Rejected: the member at fault, as the client's JSON names it, if there is one.</param>
/// <param name="Message">Rejected: why, for people.</param>
internal readonly record struct EventResult(string? EventId, RecordStatus Status, string? Code, string? Field, string? Message)
{
    /// <summary>The result of an event that could not be read, or of what became of it.</summary>
    public static EventResult Of(in ReceivedEvent received, RecordOutcome outcome, bool cloudEvent)
    {
        if (received.Fault is { } fault)
            return new EventResult(received.EventId, RecordStatus.Rejected, fault.Code, fault.Field, fault.Message);
        if (outcome.Status != RecordStatus.Rejected)
            return new EventResult(received.EventId, outcome.Status, null, null, null);
        return new EventResult(
            received.EventId, RecordStatus.Rejected, outcome.Code, cloudEvent ? InCloudEvent(outcome.Field) : outcome.Field, Explain(outcome.Code));
    }

    private static string? InCloudEvent(string? field) => field switch
    {
        null => null,
        "eventId" => "id",
        "companyId" => "subject",
        "occurredAt" => "time",
        _ => "data." + field,
    };

    private static string Explain(string? code) => code switch
    {
        RejectionCodes.UnknownCompany => "There is no such company, or the key is not bound to it.",
        RejectionCodes.NoBillingSystem => "The company has no billing system at that instant.",
        RejectionCodes.CompanyClosed => "The company is closed at that instant.",
        RejectionCodes.OccurredInFuture => "The instant is more than 5 minutes ahead of the server.",
        RejectionCodes.ConflictingDuplicate => "An event of this id is booked with other content; it stays as it is.",
        RejectionCodes.QuantityOverflow => "The cost, or the company's total with it, is beyond what can be counted exactly.",
        RejectionCodes.TooManyLines => "The company has as many combinations of cost key, agent focus, direction and resolution as are allowed.",
        RejectionCodes.TooManyCostKeys => "The company has as many distinct cost keys as are allowed.",
        _ => "The event cannot be booked.",
    };
}
