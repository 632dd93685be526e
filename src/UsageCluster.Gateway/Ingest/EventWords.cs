using System.Text.Json;
using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The words of an event's enumerations, compared exactly.</summary>
internal static class EventWords
{
    // Room for a word in which every character is escaped.
    private const int LengthMax = 6 * 16;

    private static readonly (string Word, Direction Value)[] Directions =
        [("INBOUND", Direction.Inbound), ("OUTBOUND", Direction.Outbound), ("OTHER", Direction.Other)];

    private static readonly (string Word, Resolution Value)[] Resolutions =
    [
        ("ANSWERED", Resolution.Answered), ("ABANDONED", Resolution.Abandoned),
        ("MACHINE", Resolution.Machine), ("MISSED", Resolution.Missed),
        ("VOICEMAIL", Resolution.Voicemail), ("OTHER", Resolution.Other),
    ];

    /// <summary>The direction at hand; null if it is none.</summary>
    public static Direction? ReadDirection(ref Utf8JsonReader reader) => Read(ref reader, Directions);

    /// <summary>The resolution at hand; null if it is none.</summary>
    public static Resolution? ReadResolution(ref Utf8JsonReader reader) => Read(ref reader, Resolutions);

    /// <summary>A direction's word; null for none.</summary>
    public static string? Of(Direction? direction) => direction is { } value ? Array.Find(Directions, d => d.Value == value).Word : null;

    /// <summary>A resolution's word; null for none.</summary>
    public static string? Of(Resolution? resolution) => resolution is { } value ? Array.Find(Resolutions, r => r.Value == value).Word : null;

    private static T? Read<T>(ref Utf8JsonReader reader, (string Word, T Value)[] words)
        where T : struct
    {
        Span<char> text = stackalloc char[LengthMax];
        if (reader.TokenType != JsonTokenType.String || !JsonText.TryCopy(ref reader, text, out var length))
            return null;
        foreach (var (word, value) in words)
        {
            if (text[..length].SequenceEqual(word))
                return value;
        }

        return null;
    }
}
