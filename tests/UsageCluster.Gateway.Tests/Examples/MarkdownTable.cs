namespace UsageCluster.Gateway.Tests.Examples;

/// <summary>A table of a page, and the line of text before it.</summary>
internal sealed record MarkdownTable(string Before, string[] Columns, string[][] Rows)
{
    /// <summary>The tables of a page, in order.</summary>
    public static IReadOnlyList<MarkdownTable> ReadAll(string page)
    {
        var tables = new List<MarkdownTable>();
        var before = "";
        var paragraph = "";
        List<string[]> rows = [];
        foreach (var line in page.Split('\n').Append(""))
        {
            if (line.StartsWith('|'))
            {
                rows.Add([.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`'))]);
                continue;
            }

            if (rows.Count > 2)
                tables.Add(new MarkdownTable(before, rows[0], [.. rows.Skip(2)]));
            rows = [];
            // A paragraph of several lines is one.
            paragraph = line.Length == 0 ? "" : paragraph + line;
            before = line.Length == 0 ? before : paragraph;
        }

        return tables;
    }
}
