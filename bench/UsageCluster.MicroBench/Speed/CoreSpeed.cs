using BenchmarkDotNet.Attributes;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Usage;
using UsageCluster.MicroBench.Support;

namespace UsageCluster.MicroBench.Speed;

/// <summary>The core's operations, and the JSON of an answer.</summary>
[MemoryDiagnoser]
[InProcess]
public class CoreSpeed
{
    private const int Companies = 1_000;
    private const int Seeds = 2_000;
    private const int SeedsOfMerged = 50;

    private readonly string _id = GeneratedUsage.CompanyId(0);
    private CompanyBooks _books = null!;
    private LineView _line = null!;
    private List<ChainedEntry> _entries = null!;
    private LedgerEntry[] _applied = null!;
    private CompanyReport _report = null!;
    private CompanyReport[] _reports = null!;

    /// <summary>Makes what is measured on.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _entries = QuietLedger.Entries(_id, Seeds);
        _applied = [.. _entries.Select(e => e.Entry)];
        _books = new CompanyBooks(_id);
        _books.Apply(_applied);
        _line = _books.View().Lines[0];
        _report = _books.View().Report(GeneratedUsage.Range);
        _reports = new CompanyReport[Companies];
        for (var i = 0; i < Companies; i++)
        {
            var id = GeneratedUsage.CompanyId(i);
            var books = new CompanyBooks(id);
            books.Apply([.. QuietLedger.Entries(id, SeedsOfMerged).Select(e => e.Entry)]);
            _reports[i] = books.View().Report(GeneratedUsage.Range);
        }
    }

    /// <summary>The sums of a line over a range.</summary>
    [Benchmark]
    public LineSums RangeSum() => _line.Sums(GeneratedUsage.Range);

    /// <summary>2,001 entries folded into new books.</summary>
    [Benchmark(OperationsPerInvoke = Seeds + 1)]
    public long Apply()
    {
        var books = new CompanyBooks(_id);
        books.Apply(_applied);
        return books.Version;
    }

    /// <summary>1,000 companies' reports merged.</summary>
    [Benchmark(OperationsPerInvoke = Companies)]
    public MergedTotals Merge() => MergedTotals.Of(_reports);

    /// <summary>A company's part of an answer as JSON, with its hash.</summary>
    [Benchmark]
    public object Json() => EntriesHash.Of(_renderer.Entries([new NamedCompanyReport("Company", _report)]));

    /// <summary>The chained hash of an entry.</summary>
    [Benchmark]
    public byte[] EntryHash() => HashChain.Next(_entries[0].Hash, _entries[1].Entry);

    /// <summary>The canonical bytes of an entry.</summary>
    [Benchmark]
    public int EntryEncoding()
    {
        _sink.Clear();
        EntryCodec.WriteCanonical(_entries[1].Entry, _sink);
        return (int)_sink.Total;
    }

    /// <summary>The key of an event's id.</summary>
    [Benchmark]
    public EventKey Key() => EventKey.Of(((UsageEntry)_entries[1].Entry).Event.EventId);

    private readonly EntryRenderer _renderer = new();
    private readonly Sink _sink = new();
}
