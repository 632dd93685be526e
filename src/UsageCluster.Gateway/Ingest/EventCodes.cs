namespace UsageCluster.Gateway.Ingest;

/// <summary>Codes of events that cannot be read. Part of the contract, beside the codes of the company's state.</summary>
public static class EventCodes
{
    /// <summary>A line that is no JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>JSON, but not an object.</summary>
    public const string NotAnObject = "not_an_object";

    /// <summary>A required member is absent or null.</summary>
    public const string MissingField = "missing_field";

    /// <summary>A member stands twice in its object.</summary>
    public const string DuplicateMember = "duplicate_member";

    /// <summary>A member is of the wrong type, or its value is outside its grammar or range.</summary>
    public const string InvalidField = "invalid_field";
}
