using System.Globalization;

namespace UsageCluster.Simulation.Runs;

/// <summary>Seeds that once found something, or that reach far: one a line with the steps and why it is kept.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(ulong Seed, int Steps)> Read() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "corpus.txt"))
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2)
            .Select(words => (ulong.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture))),
    ];
}
