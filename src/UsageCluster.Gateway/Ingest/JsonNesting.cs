using System.Text.Json;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Steps over values that are not read. Readers nest without recursion, so that depth costs a bit a level and no stack.</summary>
internal static class JsonNesting
{
    /// <summary>Levels of arrays and objects that an ignored value may have.</summary>
    public const int LevelsMax = 64;

    /// <summary>Leaves the reader on the last token of the value whose first it is on; false if the value nests too deeply.</summary>
    public static bool Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return true;
        var outer = reader.CurrentDepth;
        var deepest = outer;
        while (reader.Read() && reader.CurrentDepth > outer)
            deepest = Math.Max(deepest, reader.CurrentDepth);
        return deepest - outer <= LevelsMax;
    }
}
