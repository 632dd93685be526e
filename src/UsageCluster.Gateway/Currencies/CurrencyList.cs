using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace UsageCluster.Gateway.Currencies;

/// <summary>The currencies of ISO 4217, from the list that is kept in <c>iso-4217.csv</c> with its source and date. What a machine's culture data says plays no part.</summary>
public static class CurrencyList
{
    /// <summary>The code of a price where there is none.</summary>
    public const string NoCurrency = "XXX";

    private const string Resource = "UsageCluster.Gateway.Currencies.iso-4217.csv";

    private static readonly FrozenSet<string> Codes;

    static CurrencyList()
    {
        All = Read();
        Codes = All.Select(c => c.Code).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Every currency, by code.</summary>
    public static IReadOnlyList<Currency> All { get; }

    /// <summary>Whether this is the code of a currency; codes are upper case.</summary>
    public static bool Contains(string code) => Codes.Contains(code);

    private static List<Currency> Read()
    {
        using var stream = typeof(CurrencyList).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The list of currencies is missing from the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var currencies = new List<Currency>(200);
        var isHeader = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (!isHeader)
                currencies.Add(Parse(line));
            isHeader = false;
        }

        return currencies;
    }

    // No name of the list has a comma or a quote; a test holds the file to that.
    private static Currency Parse(string line)
    {
        var cells = line.Split(',');
        return new Currency(cells[0], cells[1], cells[2].Length == 0 ? null : int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3]);
    }
}
