using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Companies_of_one_append_are_judged_each_by_itself()
    {
        await ChangeRatesAsync(Store);
        var revision = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        var (fencedId, fenced) = await ActivateNewAsync();
        await ActivateAsync(fencedId);
        var (repeatingId, repeating) = await ActivateNewAsync();
        await BookAsync(repeating, repeatingId, "there already");
        var (staleId, stale) = await ActivateNewAsync();
        var (goodId, good) = await ActivateNewAsync();
        var (uncheckedId, uncheckedHead) = await ActivateNewAsync();

        var results = await Ledger.AppendAsync(
            [
                Samples.Append(uncheckedHead, uncheckedId, null, "u"),
                Samples.Append(good, goodId, revision, "g1", "g2"),
                Samples.Append(stale, staleId, revision - 1, "s"),
                Samples.Append(repeating with { Version = 1 }, repeatingId, revision, "r", "there already"),
                Samples.Append(fenced, fencedId, revision, "f"),
            ],
            CancellationToken.None);

        Assert.Equal(
            [AppendStatus.Appended, AppendStatus.Appended, AppendStatus.StaleRates, AppendStatus.HasDuplicates, AppendStatus.Fenced],
            results.Select(r => r.Status));
        Assert.Equal(["there already"], results[3].DuplicateEventIds);
        Assert.Equal(["u"], await BookedIdsAsync(uncheckedHead.CompanyNo));
        Assert.Equal(["g1", "g2"], await BookedIdsAsync(good.CompanyNo));
        Assert.Empty(await BookedIdsAsync(stale.CompanyNo));
        Assert.Equal(["there already"], await BookedIdsAsync(repeating.CompanyNo));
        Assert.Empty(await BookedIdsAsync(fenced.CompanyNo));
        // Those that failed are where they were, and can go on.
        await BookAsync(stale, staleId, "s");
        await BookAsync(repeating with { Version = 1 }, repeatingId, "r");
    }

    [Fact]
    public async Task Results_stand_in_the_order_of_the_requests()
    {
        var companies = new List<(string CompanyId, Activation Head)>();
        for (var i = 0; i < 6; i++)
            companies.Add(await ActivateNewAsync());
        var requests = companies.Select((c, i) => Samples.Append(i % 2 == 0 ? c.Head : c.Head with { Epoch = 0 }, c.CompanyId, null, "e")).ToList();
        requests.Reverse();

        var results = await Ledger.AppendAsync(requests, CancellationToken.None);

        Assert.Equal(requests.Select(r => r.Epoch == 0 ? AppendStatus.Fenced : AppendStatus.Appended), results.Select(r => r.Status));
    }

    [Fact]
    public async Task Ten_thousand_companies_fit_one_append()
    {
        var real = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ActivateNewAsync()));
        var absent = Enumerable.Range(0, 9_950).Select(i => ($"absent-{i}", new Activation(1_000_000_000 + i, 1, 0, new byte[32])));
        var requests = real.Concat(absent).Select(c => Samples.Append(c.Item2, c.Item1, null, "one", "two")).ToList();

        var results = await Ledger.AppendAsync(requests, CancellationToken.None);

        Assert.All(results.Take(50), r => Assert.Equal(AppendStatus.Appended, r.Status));
        Assert.All(results.Skip(50), r => Assert.Equal(AppendStatus.Fenced, r.Status));
        foreach (var (_, head) in real)
            Assert.Equal(["one", "two"], await BookedIdsAsync(head.CompanyNo));
    }
}
