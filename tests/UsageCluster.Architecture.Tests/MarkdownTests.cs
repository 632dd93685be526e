using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

public partial class MarkdownTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("", ".md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_somewhere(string page)
    {
        var broken = Links(page).Where(link => !Resolves(page, link));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_the_docs_is_reached_from_their_index()
    {
        const string index = "docs/README.md";
        HashSet<string> reached = [index];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out var page))
        {
            foreach (var target in Links(page).Select(link => Target(page, link).Path))
            {
                if (target.EndsWith(".md", StringComparison.Ordinal) && Repository.Exists(target) && reached.Add(target))
                    open.Enqueue(target);
            }
        }

        Assert.Empty(Repository.Files("docs", ".md").Except(reached));
    }

    private static bool Resolves(string page, string link)
    {
        var (path, anchor) = Target(page, link);
        return Repository.Exists(path) && (anchor.Length == 0 || Anchors(path).Contains(anchor));
    }

    private static (string Path, string Anchor) Target(string page, string link)
    {
        var parts = link.Split('#', 2);
        var folder = Path.GetDirectoryName(page)!;
        var path = parts[0].Length == 0 ? page : Path.GetRelativePath(".", Path.Combine(folder, parts[0])).Replace('\\', '/');
        return (path, parts.Length == 2 ? parts[1] : "");
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Prose(page)).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));

    // A heading's anchor as GitHub makes it: lower case, punctuation dropped, spaces to hyphens.
    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(Prose(page)).Select(m => NotInAnchor().Replace(m.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string Prose(string page) => Fence().Replace(Repository.Text(page), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
