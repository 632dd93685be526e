namespace UsageCluster.Gateway.Ingest;

/// <summary>Why a call's body as a whole is refused.</summary>
internal enum IngestBodyFault
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Not UTF-8 (400).</summary>
    NotUtf8,

    /// <summary>Not JSON, or cut off (400).</summary>
    NotJson,

    /// <summary>JSON, but neither an object nor an array where one is expected (400).</summary>
    WrongShape,

    /// <summary>More events than a call may have (413).</summary>
    TooManyEvents,
}
