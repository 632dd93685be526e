namespace UsageCluster.Core.Books;

/// <summary>Codes of corrections that are refused. Part of the contract.</summary>
public static class CorrectionCodes
{
    /// <summary>The company has no event of that id.</summary>
    public const string UnknownEvent = "event_not_found";

    /// <summary>The event is voided: it cannot be corrected any more.</summary>
    public const string AlreadyVoided = "already_voided";

    /// <summary>A correction of the same id has other content.</summary>
    public const string Conflict = "conflicting_correction";

    /// <summary>The event has as many corrections as are allowed.</summary>
    public const string TooManyCorrections = "too_many_corrections";
}
