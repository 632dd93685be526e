using System.Globalization;

namespace UsageCluster.Gateway.Responses;

/// <summary>Takes the comma-separated, weighted lists of Accept headers apart (RFC 9110, 12.4.2 and 12.5).</summary>
internal static class HeaderPreferences
{
    /// <summary>Weights are kept in thousandths: RFC 9110 allows three digits.</summary>
    public const int FullWeight = 1000;

    /// <summary>
    /// Cuts the first element off the list: its name without parameters, and its weight. False at the end. An element whose weight is
    /// malformed has weight 0.
    /// </summary>
    public static bool TryTake(ref ReadOnlySpan<char> list, out ReadOnlySpan<char> name, out int weight)
    {
        while (!list.IsEmpty)
        {
            var end = EndOfElement(list);
            var element = list[..end].Trim(" \t");
            list = end < list.Length ? list[(end + 1)..] : default;
            if (element.IsEmpty)
                continue;
            var parameters = element.IndexOf(';');
            name = (parameters < 0 ? element : element[..parameters]).Trim(" \t");
            weight = parameters < 0 ? FullWeight : WeightOf(element[(parameters + 1)..]);
            return true;
        }

        name = default;
        weight = 0;
        return false;
    }

    private static int EndOfElement(ReadOnlySpan<char> list)
    {
        var quoted = false;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] == '"')
                quoted = !quoted;
            else if (quoted && list[i] == '\\')
                i++;
            else if (!quoted && list[i] == ',')
                return i;
        }

        return list.Length;
    }

    private static int WeightOf(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim(" \t");
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return ParseWeight(parameter[2..]);
        }

        return FullWeight;
    }

    private static int ParseWeight(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= 5
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value is >= 0 and <= 1
            ? (int)(value * FullWeight)
            : 0;
}
