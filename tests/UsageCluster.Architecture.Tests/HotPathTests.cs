using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

/// <summary>
/// What runs for every event, row or company of an answer. How many bytes it may allocate stands in bench/allocations.json, which a test holds it to.
/// </summary>
public partial class HotPathTests
{
    // Folders end with a slash.
    private static readonly string[] Hot =
    [
        "src/UsageCluster.Core/Books/CompanyBooks.cs",
        "src/UsageCluster.Core/Books/Line.cs",
        "src/UsageCluster.Core/Books/LineKey.cs",
        "src/UsageCluster.Core/Books/LineView.cs",
        "src/UsageCluster.Core/Books/ReportMaker.cs",
        "src/UsageCluster.Core/Books/ReportWindow.cs",
        "src/UsageCluster.Core/Books/SystemBooks.cs",
        "src/UsageCluster.Core/Events/",
        "src/UsageCluster.Core/Formats/",
        "src/UsageCluster.Core/Ledger/EntryCodec.cs",
        "src/UsageCluster.Core/Ledger/HashChain.cs",
        "src/UsageCluster.Core/Quantities/",
        "src/UsageCluster.Core/Reports/BucketMerge.cs",
        "src/UsageCluster.Core/Reports/CompanyPage.cs",
        "src/UsageCluster.Core/Reports/CompanyPages.cs",
        "src/UsageCluster.Core/Reports/MergedTotals.cs",
        "src/UsageCluster.Core/Reports/ReportsMerge.cs",
        "src/UsageCluster.Core/Timelines/",
        "src/UsageCluster.Actors/Ats/AtsActor.cs",
        "src/UsageCluster.Actors/Ats/AtsAnswer.cs",
        "src/UsageCluster.Actors/Ats/AtsFanOut.cs",
        "src/UsageCluster.Actors/Commit/",
        "src/UsageCluster.Actors/Companies/CommittedView.cs",
        "src/UsageCluster.Actors/Companies/CompanyActor.cs",
        "src/UsageCluster.Actors/Companies/CompanyQueue.cs",
        "src/UsageCluster.Actors/Companies/CompanyState.cs",
        "src/UsageCluster.Actors/Companies/Flush.cs",
        "src/UsageCluster.Actors/Companies/PendingBatch.cs",
        "src/UsageCluster.Actors/Companies/PendingSingle.cs",
        "src/UsageCluster.Actors/Control/RatesCache.cs",
        "src/UsageCluster.Actors/Control/RowCache.cs",
        "src/UsageCluster.Actors/Leases/ChangeStamps.cs",
        "src/UsageCluster.Actors/Ports/AppendRequest.cs",
        "src/UsageCluster.Gateway/Ingest/CompanyEvents.cs",
        "src/UsageCluster.Gateway/Ingest/EventDraft.cs",
        "src/UsageCluster.Gateway/Ingest/EventResult.cs",
        "src/UsageCluster.Gateway/Ingest/IngestAnswer.cs",
        "src/UsageCluster.Gateway/Ingest/IngestBodyReader.cs",
        "src/UsageCluster.Gateway/Ingest/IngestHandler.cs",
        "src/UsageCluster.Gateway/Ingest/IngestRecorder.cs",
        "src/UsageCluster.Gateway/Ingest/MemberNames.cs",
        "src/UsageCluster.Gateway/Ingest/MemberReader.cs",
        "src/UsageCluster.Gateway/Ingest/TokenCache.cs",
        "src/UsageCluster.Gateway/Security/ApiKey.cs",
        "src/UsageCluster.Gateway/Security/KeyAuthentication.cs",
        "src/UsageCluster.Gateway/Security/KeyCheck.cs",
        "src/UsageCluster.Gateway/Security/ScopeMiddleware.cs",
        "src/UsageCluster.Gateway/Usage/EntriesHash.cs",
        "src/UsageCluster.Gateway/Usage/EntryRenderer.cs",
        "src/UsageCluster.Gateway/Usage/PageRenderer.cs",
        "src/UsageCluster.Gateway/Usage/RenderedBytes.cs",
        "src/UsageCluster.Gateway/Usage/RenderedPage.cs",
        "src/UsageCluster.Gateway/Usage/RenderedReports.cs",
        "src/UsageCluster.Gateway/Usage/UsageAnswer.cs",
        "src/UsageCluster.Gateway/Usage/UsageJson.cs",
        "src/UsageCluster.Gateway/Usage/UsageWriter.cs",
        "src/UsageCluster.Ledger.Postgres/Appending/AppendBatch.cs",
        "src/UsageCluster.Ledger.Postgres/Entries/Column.cs",
        "src/UsageCluster.Ledger.Postgres/Entries/EntryColumns.cs",
        "src/UsageCluster.Ledger.Postgres/Entries/EntryWriter.cs",
        "src/UsageCluster.Ledger.Postgres/Entries/TextColumn.cs",
        "src/UsageCluster.Ledger.Postgres/Entries/TokenCache.cs",
        "src/UsageCluster.Ledger.Sqlite/Entries/Append.cs",
        "src/UsageCluster.Ledger.Sqlite/Entries/EntryRows.cs",
        "src/UsageCluster.Ledger.Sqlite/Entries/InternedNames.cs",
        "src/UsageCluster.Ledger.Sqlite/Storage/RowStatement.cs",
        "src/UsageCluster.Standalone/Engine/ActorCell.cs",
        "src/UsageCluster.Standalone/Engine/FoundCompanies.cs",
        "src/UsageCluster.Standalone/Engine/FoundReports.cs",
        "src/UsageCluster.Standalone/Engine/InProcessUsageClient.cs",
        "src/UsageCluster.Standalone/Engine/Mailbox.cs",
        "src/UsageCluster.Standalone/Engine/RecordCall.cs",
    ];

    public static TheoryData<string> Paths => [.. Hot];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_hot_path_uses_no_LINQ(string path)
    {
        var files = path.EndsWith('/') ? [.. Repository.Files(path, ".cs")] : new[] { path };
        Assert.NotEmpty(files);
        Assert.Empty(
            from file in files
            from line in Repository.Text(file).Split('\n').Index()
            where Linq().IsMatch(Comment().Replace(line.Item, ""))
            select $"{file}:{line.Index + 1}: {line.Item.Trim()}");
    }

    [Theory]
    [InlineData("results.Values.Any(r => r.Status == status)")]
    [InlineData("[.. requests.Select(r => results[r.CompanyNo])]")]
    [InlineData("Enumerable.Range(0, count)")]
    [InlineData("names.ToHashSet(StringComparer.Ordinal)")]
    [InlineData("from row in rows")]
    public void LINQ_is_known_when_it_is_seen(string line) => Assert.Matches(Linq(), line);

    // Implicit usings bring it everywhere: it is known by its operators, those that nothing else here is named as.
    [GeneratedRegex(
        @"\b(Enumerable|System\.Linq)\b|\bfrom \w+ in |\.(Aggregate|All|Any|Cast|Concat|CountBy|Distinct|Except|First|FirstOrDefault|GroupBy|Index|Last|LastOrDefault|MaxBy|MinBy|OfType|Order|OrderBy|OrderByDescending|Prepend|Select|SelectMany|Single|SingleOrDefault|Sum|ThenBy|ToDictionary|ToHashSet|ToList|ToLookup|Where|Zip)(<\w+>)?\(")]
    private static partial Regex Linq();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();
}
