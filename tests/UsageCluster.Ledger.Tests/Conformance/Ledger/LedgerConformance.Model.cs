using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    /// <summary>Sequences of operations that are generated: 500; with <c>USAGE_TEST_LONG</c> 20,000.</summary>
    private static readonly int SequenceCount = Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1" ? 20_000 : 500;

    [Fact]
    public async Task Generated_sequences_end_as_the_model_says()
    {
        // Companies are shared by the sequences: what one leaves is what the next one starts from.
        var models = new List<ModelCompany>();
        for (var i = 0; i < 12; i++)
        {
            var (id, head) = await ActivateNewAsync();
            models.Add(new ModelCompany(id, head));
        }

        var rates = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        for (var seed = 0; seed < SequenceCount; seed++)
        {
            var random = new Random(seed);
            for (var step = random.Next(1, 5); step > 0; step--)
                await StepAsync(random, models, rates, seed);
        }

        foreach (var model in models)
            await AssertHoldsAsync(model);
    }

    private async Task StepAsync(Random random, List<ModelCompany> models, long rates, int seed)
    {
        if (random.Next(6) == 0)
        {
            var taken = models[random.Next(models.Count)];
            taken.Take(await ActivateAsync(taken.CompanyId));
            return;
        }

        var chosen = models.Where(_ => random.Next(3) == 0).ToArray();
        random.Shuffle(chosen);
        var requests = chosen.Select(m => m.Request(random, rates)).ToList();
        var results = await Ledger.AppendAsync(requests, CancellationToken.None);
        for (var i = 0; i < requests.Count; i++)
            Assert.True(chosen[i].Agrees(requests[i], results[i], rates), $"Seed {seed}: {results[i]}.");
    }

    private async Task AssertHoldsAsync(ModelCompany model)
    {
        var entries = await ReadAllAsync(model.CompanyNo);
        Assert.Equal(model.EventIds, entries.Select(e => ((UsageEntry)e.Entry).Event.EventId));
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(v => (long)v), entries.Select(e => e.Entry.Version));
        var found = await Ledger.FindEventsAsync(model.CompanyNo, ["never", .. model.EventIds], CancellationToken.None);
        Assert.Equal(model.EventIds.Count, found.Count);
    }
}
