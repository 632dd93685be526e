namespace UsageCluster.Gateway.Ingest;

/// <summary>The forms that a call's body may have.</summary>
internal enum IngestFormat
{
    /// <summary>One event, or an array of events.</summary>
    Json,

    /// <summary>An event on each line.</summary>
    JsonLines,

    /// <summary>One CloudEvent, attributes and data in one object.</summary>
    CloudEvent,

    /// <summary>An array of CloudEvents.</summary>
    CloudEventBatch,

    /// <summary>One CloudEvent or an array of them, as meter clients send under plain JSON.</summary>
    CloudEventOrBatch,

    /// <summary>A CloudEvent's data; its attributes are headers.</summary>
    CloudEventBinary,
}
