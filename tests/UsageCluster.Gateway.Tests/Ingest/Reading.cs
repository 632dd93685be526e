using System.Text;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Ingest;

namespace UsageCluster.Gateway.Tests.Ingest;

/// <summary>Reads bodies without a server.</summary>
internal static class Reading
{
    public static readonly Instant ReceivedAt = Instant.From(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public static IngestBody Body(string text, IngestFormat format = IngestFormat.Json, int eventsMax = 10_000) =>
        Body(Encoding.UTF8.GetBytes(text), format, eventsMax);

    public static IngestBody Body(byte[] bytes, IngestFormat format = IngestFormat.Json, int eventsMax = 10_000) =>
        new IngestBodyReader(eventsMax, ReceivedAt).Read(bytes, format, null);

    /// <summary>The event of a body with one.</summary>
    public static UsageEvent Event(string text, IngestFormat format = IngestFormat.Json)
    {
        var received = Assert.Single(Body(text, format).Events);
        Assert.Null(received.Fault);
        return received.Event!;
    }

    /// <summary>The fault of a body with one event.</summary>
    public static EventFault Fault(string text, IngestFormat format = IngestFormat.Json)
    {
        var received = Assert.Single(Body(text, format).Events);
        Assert.Null(received.Event);
        return received.Fault!;
    }
}
