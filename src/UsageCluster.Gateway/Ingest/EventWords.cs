using System.Text.Json;
using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The words of an event's enumerations, compared exactly.</summary>
internal static class EventWords
{
    private static readonly (byte[] Word, Direction Value)[] Directions =
        [("INBOUND"u8.ToArray(), Direction.Inbound), ("OUTBOUND"u8.ToArray(), Direction.Outbound), ("OTHER"u8.ToArray(), Direction.Other)];

    private static readonly (byte[] Word, Resolution Value)[] Resolutions =
    [
        ("ANSWERED"u8.ToArray(), Resolution.Answered), ("ABANDONED"u8.ToArray(), Resolution.Abandoned),
        ("MACHINE"u8.ToArray(), Resolution.Machine), ("MISSED"u8.ToArray(), Resolution.Missed),
        ("VOICEMAIL"u8.ToArray(), Resolution.Voicemail), ("OTHER"u8.ToArray(), Resolution.Other),
    ];

    /// <summary>The direction at hand; null if it is none.</summary>
    public static Direction? ReadDirection(ref Utf8JsonReader reader) => Read(ref reader, Directions);

    /// <summary>The resolution at hand; null if it is none.</summary>
    public static Resolution? ReadResolution(ref Utf8JsonReader reader) => Read(ref reader, Resolutions);

    private static T? Read<T>(ref Utf8JsonReader reader, (byte[] Word, T Value)[] words)
        where T : struct
    {
        if (reader.TokenType != JsonTokenType.String)
            return null;
        foreach (var (word, value) in words)
        {
            if (reader.ValueTextEquals(word))
                return value;
        }

        return null;
    }
}
