using System.Text.Json;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Reads one event of a call.</summary>
internal interface IEventReader
{
    /// <summary>
    /// Reads the value that the reader is on the first token of, and leaves it on the last. Throws <see cref="JsonException"/> only if the
    /// text is no JSON.
    /// </summary>
    ReceivedEvent Read(ref Utf8JsonReader reader);
}
