using System.Text;
using System.Text.RegularExpressions;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>A request that names someone else's company, and the same of a company that does not exist: their answers must not differ in a byte.</summary>
internal static partial class Twin
{
    /// <summary>The same request of companies that do not exist; null: it names none of someone else's.</summary>
    public static byte[]? Of(FuzzCase made, World world)
    {
        var canary = Foreign(made, world);
        if (canary is null || made.Fault?.StartsWith("a header", StringComparison.Ordinal) == true)
            return null;
        var bytes = made.Request.ToBytes();
        var text = Encoding.Latin1.GetString(bytes);
        return text.Contains(canary, StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(text.Replace(canary, Nobody(canary), StringComparison.Ordinal)) : null;
    }

    /// <summary>How the two answers differ; null: they do not.</summary>
    public static string? Difference(FuzzCase made, World world, RawAnswer? foreign, RawAnswer? unknown)
    {
        var canary = Foreign(made, world)!;
        var (one, other) = (Comparable(foreign), Comparable(unknown).Replace(Nobody(canary), canary, StringComparison.Ordinal));
        return one == other ? null : $"Someone else's company answers unlike one that does not exist:\n{one}\n\n{other}";
    }

    private static string? Foreign(FuzzCase made, World world) => made.Caller switch
    {
        Caller.Company or Caller.CreditsCompany or Caller.Ats or Caller.BoundRuntime => world.Other.Canary,
        Caller.OtherCompany or Caller.OtherAts => world.Own.Canary,
        _ => null,
    };

    private static string Nobody(string canary) => "x" + canary[1..];

    private static string Comparable(RawAnswer? answer) => answer is null
        ? "closed"
        : Changing().Replace(answer.Head + Encoding.UTF8.GetString(answer.Content), "");

    [GeneratedRegex("\"traceId\":\"[^\"]*\"|^Date: .*$", RegexOptions.Multiline)]
    private static partial Regex Changing();
}
