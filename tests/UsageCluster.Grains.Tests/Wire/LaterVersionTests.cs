using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Wire;

/// <summary>Bytes of a later version, whose types have further fields, are read by this one without them.</summary>
public class LaterVersionTests
{
    private static readonly Serializer Later = new ServiceCollection()
        .AddSerializer(s => s.AddAssembly(typeof(LaterVersionTests).Assembly).Configure(o =>
        {
            // The later version's types go by the names that this version's have.
            o.WellKnownTypeAliases["usage.UsageEvent"] = typeof(LaterEvent);
            o.WellKnownTypeAliases["usage.CompanyReport"] = typeof(LaterReport);
            o.WellKnownTypeAliases["usage.RecordBatch"] = typeof(LaterBatch);
        }))
        .BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void An_event_with_further_fields_is_read()
    {
        var read = Assert.IsType<UsageEvent>(Bytes.Back(Later.SerializeToArray<object>(NewEvent())));
        Assert.Equal(("e1", "acme", 5_000L, "voice"), (read.EventId, read.CompanyId, read.DurationMs, read.CostKey));
    }

    [Fact]
    public void A_report_with_further_fields_is_read()
    {
        var packed = Bytes.Serializer.SerializeToArray(Samples.Report);
        var later = new LaterReport { Packed = UsageCluster.Grains.Wire.ReportPacking.Pack(Samples.Report), Further = [1, 2, 3], Note = "new" };
        var bytes = Later.SerializeToArray<object>(later);
        Assert.NotEqual(packed.Length, bytes.Length);
        Assert.Equal(Content.Of(Samples.Report), Content.Of(Assert.IsType<CompanyReport>(Bytes.Back(bytes))));
    }

    [Fact]
    public void A_batch_with_further_fields_in_it_and_in_its_events_is_read()
    {
        var read = Assert.IsType<RecordBatch>(Bytes.Back(Later.SerializeToArray<object>(new LaterBatch([NewEvent()], DryRun: true, "x"))));
        Assert.Equal("e1", Assert.Single(read.Events).EventId);
        Assert.True(read.DryRun);
    }

    [Fact]
    public void A_later_version_reads_what_this_one_sends()
    {
        var read = Assert.IsType<LaterEvent>(Later.Deserialize<object>(Bytes.Of(Samples.Event)));
        Assert.Equal((Samples.Event.EventId, Samples.Event.DurationMs, null), (read.EventId, read.DurationMs, read.Region));
    }

    [Fact]
    public void A_format_of_reports_that_this_version_does_not_know_is_refused_and_not_misread()
    {
        var bytes = Later.SerializeToArray<object>(new LaterReport { Packed = [2, .. UsageCluster.Grains.Wire.ReportPacking.Pack(Samples.Report)[1..]] });
        Assert.Throws<InvalidDataException>(() => Bytes.Back(bytes));
    }

    private static LaterEvent NewEvent() => new()
    {
        EventId = "e1",
        CompanyId = "acme",
        OccurredAtTicks = Samples.At.Ticks,
        DurationMs = 5_000,
        CostKey = "voice",
        Region = "eu",
        Extra = new Dictionary<string, string> { ["model"] = "m" },
    };
}

[GenerateSerializer]
internal sealed class LaterEvent
{
    [Id(0)] public string EventId = "";
    [Id(1)] public string CompanyId = "";
    [Id(2)] public long OccurredAtTicks;
    [Id(4)] public long DurationMs;
    [Id(5)] public string CostKey = "";
    [Id(11)] public string? Region;
    [Id(12)] public Dictionary<string, string>? Extra;
}

[GenerateSerializer]
internal sealed class LaterReport
{
    [Id(0)] public byte[] Packed = [];
    [Id(1)] public byte[]? Further;
    [Id(2)] public string? Note;
}

[GenerateSerializer]
internal sealed record LaterBatch(
    [property: Id(0)] System.Collections.Immutable.ImmutableArray<LaterEvent> Events, [property: Id(1)] bool DryRun, [property: Id(2)] string Source);
