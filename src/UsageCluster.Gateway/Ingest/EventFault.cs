namespace UsageCluster.Gateway.Ingest;

/// <summary>Why an event cannot be read.</summary>
/// <param name="Code">One of <see cref="EventCodes"/>.</param>
/// <param name="Field">The member at fault, as the client's JSON names it; null where there is none.</param>
/// <param name="Message">What is wrong, for people.</param>
internal sealed record EventFault(string Code, string? Field, string Message)
{
    public static readonly EventFault NotJson = new(EventCodes.InvalidJson, null, "The line is not JSON.");

    public static readonly EventFault NotUtf8 = new(EventCodes.InvalidJson, null, "The line is not UTF-8.");

    public static readonly EventFault NotAnObject = new(EventCodes.NotAnObject, null, "An event is a JSON object.");

    public static EventFault Missing(string field) => new(EventCodes.MissingField, field, $"{field} is required.");

    public static EventFault Invalid(string field, string rule) => new(EventCodes.InvalidField, field, $"{field} {rule}.");

    public static EventFault Duplicate(string? field) =>
        new(EventCodes.DuplicateMember, field, field is null ? "A member is given twice." : $"{field} is given twice.");
}
