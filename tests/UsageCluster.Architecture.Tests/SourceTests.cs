using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

public partial class SourceTests
{
    private const int LinesMax = 400;

    private static readonly string[] CodeFolders = ["src", "tests", "bench", "samples"];

    // Spelt in halves, so that this file does not hold what it looks for.
    private static readonly string[] Unfinished =
        ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    private static readonly string[] Evasive =
        ["Skip" + " = \"", "Skip" + "=\"", "Assert.True(" + "true)", "Thread" + ".Sleep"];

    private static readonly string[] Waits = ["Task" + ".Delay"];

    public static TheoryData<string> Folders => [.. CodeFolders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_file_is_longer_than_a_reader_follows(string folder) =>
        Assert.All(Code(folder), f => Assert.InRange(Lines(f).Length, 0, LinesMax));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_left_unfinished(string folder) => Assert.Empty(Code(folder).SelectMany(f => Uses(f, Unfinished)));

    [Fact]
    public void No_product_member_only_throws() => Assert.Empty(Code("src").SelectMany(f => Uses(f, ["throw new NotSupported" + "Exception()"])));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_skipped_and_nothing_sleeps(string folder) => Assert.Empty(Code(folder).SelectMany(f => Uses(f, Evasive)));

    [Fact]
    public void No_test_waits_for_time_to_pass() => Assert.Empty(Code("tests").SelectMany(f => Uses(f, Waits)));

    [Fact]
    public void What_waits_takes_the_injected_clock() =>
        Assert.All(Code("src").SelectMany(f => Uses(f, Waits)), use => Assert.Matches(InjectedClock(), use));

    [Fact]
    public void A_file_holds_one_public_type_and_has_its_name()
    {
        var astray =
            from file in Code("src")
            let types = PublicType().Matches(Repository.Text(file)).Select(m => m.Groups["name"].Value).ToList()
            where types.Count > 1 || (types.Count == 1 && types[0] != Path.GetFileName(file).Split('.')[0])
            select $"{file}: {string.Join(", ", types)}";
        Assert.Empty(astray);
    }

    [Fact]
    public void Types_stand_in_the_namespace_of_their_folder()
    {
        var astray =
            from file in Code("src")
            let declared = Namespace().Match(Repository.Text(file)).Groups["name"].Value
            where declared.Length > 0 && declared != Path.GetDirectoryName(file)!["src/".Length..].Replace('\\', '/').Replace('/', '.')
            select $"{file}: {declared}";
        Assert.Empty(astray);
    }

    private static List<string> Code(string folder) => [.. Repository.Files(folder, ".cs")];

    private static string[] Lines(string file) => Repository.Text(file).TrimEnd('\n').Split('\n');

    private static IEnumerable<string> Uses(string file, string[] words) =>
        Lines(file).Index()
            .Where(l => words.Any(w => l.Item.Contains(w, StringComparison.Ordinal)))
            .Select(l => $"{file}:{l.Index + 1}: {l.Item.Trim()}");

    [GeneratedRegex(@", _?time[,)]")]
    private static partial Regex InjectedClock();

    // Nested types are indented: namespaces are file-scoped.
    [GeneratedRegex(
        @"^public (?:(?:sealed|static|abstract|readonly|partial|ref|unsafe) )*(?:class|struct|interface|enum|record(?: struct| class)?|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
