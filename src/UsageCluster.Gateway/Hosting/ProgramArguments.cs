namespace UsageCluster.Gateway.Hosting;

/// <summary>A program's arguments as <c>--name value</c>, <c>--name=value</c> and flags, each given once at most.</summary>
public sealed class ProgramArguments
{
    private const string Help = "--help";

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    private ProgramArguments()
    {
    }

    /// <summary>Whether <c>--help</c> is among them.</summary>
    public bool AsksForHelp => Has(Help);

    /// <summary>Reads them. Throws <see cref="StartException"/> on what is unknown, given twice or lacks its value.</summary>
    /// <param name="arguments">As the program got them.</param>
    /// <param name="withValue">Names of options with a value, with their dashes.</param>
    /// <param name="flags">Names of options without one; <c>--help</c> is always among them.</param>
    public static ProgramArguments Read(IReadOnlyList<string> arguments, string[] withValue, string[] flags)
    {
        var read = new ProgramArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var before, var after] ? (before, after) : (arguments[i], null);
            if (withValue.Contains(name))
            {
                value ??= i + 1 < arguments.Count ? arguments[++i] : null;
                if (string.IsNullOrWhiteSpace(value) || value.StartsWith("--", StringComparison.Ordinal))
                    throw StartException.Usage($"{name} needs a value.");
            }
            else if (value is null && (flags.Contains(name) || name is Help or "-h" or "-?"))
            {
                (name, value) = (flags.Contains(name) ? name : Help, "");
            }
            else
            {
                throw StartException.Usage($"Unknown option '{arguments[i]}'.");
            }

            if (!read._given.TryAdd(name, value))
                throw StartException.Usage($"{name} is given twice.");
        }

        return read;
    }

    /// <summary>Whether an option is given.</summary>
    public bool Has(string name) => _given.ContainsKey(name);

    /// <summary>An option's value; null: not given.</summary>
    public string? Value(string name) => _given.GetValueOrDefault(name);
}
