using System.Collections.Immutable;

namespace UsageCluster.Core.Plans;

/// <summary>Whether a plan has a feature.</summary>
/// <param name="Name">The feature: 1 to 200 printable characters.</param>
/// <param name="IsOn">Whether it has it.</param>
public readonly record struct PlanFlag(string Name, bool IsOn)
{
    /// <summary>Flags as stores keep them: a line each, <c>+name</c> or <c>-name</c>.</summary>
    public static string Format(ImmutableArray<PlanFlag> flags) => string.Join('\n', flags.Select(f => (f.IsOn ? '+' : '-') + f.Name));

    /// <summary>The flags that <see cref="Format"/> was given. Throws <see cref="InvalidDataException"/> for anything else.</summary>
    public static ImmutableArray<PlanFlag> Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var flags = ImmutableArray.CreateBuilder<PlanFlag>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length < 2 || line[0] is not ('+' or '-'))
                throw new InvalidDataException("These are no flags of a plan.");
            flags.Add(new PlanFlag(line[1..], line[0] == '+'));
        }

        return flags.ToImmutable();
    }
}
