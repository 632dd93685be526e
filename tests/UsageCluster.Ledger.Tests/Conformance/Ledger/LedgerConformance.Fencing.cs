using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Activating_an_unknown_company_answers_null() => Assert.Null(await Ledger.ActivateAsync("nobody", Store.LeaseNo, CancellationToken.None));

    [Fact]
    public async Task Company_ids_are_exact()
    {
        var (id, _) = await ActivateNewAsync();

        Assert.Null(await Ledger.ActivateAsync(id.ToUpperInvariant(), Store.LeaseNo, CancellationToken.None));
        Assert.Null(await Ledger.ActivateAsync(id + " ", Store.LeaseNo, CancellationToken.None));
    }

    [Fact]
    public async Task An_older_epoch_cannot_append()
    {
        var (id, first) = await ActivateNewAsync();
        var second = await ActivateAsync(id);

        var late = await AppendAsync(Samples.Append(first, id, null, "late"));

        Assert.Equal(AppendStatus.Fenced, late.Status);
        await BookAsync(second, id, "on time");
        Assert.Equal(["on time"], await BookedIdsAsync(first.CompanyNo));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Another_version_than_the_heads_cannot_append(int off)
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, "a", "b");

        var result = await AppendAsync(Samples.Append(head with { Version = 2 + off }, id, null, "c"));

        Assert.Equal(AppendStatus.Fenced, result.Status);
        Assert.Equal(["a", "b"], await BookedIdsAsync(head.CompanyNo));
    }

    [Fact]
    public async Task A_company_that_does_not_exist_is_fenced()
    {
        var head = new Activation(int.MaxValue, 1, 0, new byte[32]);

        Assert.Equal(AppendStatus.Fenced, (await AppendAsync(Samples.Append(head, "nobody", null, "a"))).Status);
    }

    [Fact]
    public async Task Releasing_leaves_head_and_epoch_as_they_are()
    {
        var (id, head) = await ActivateNewAsync();

        await Ledger.ReleaseAsync(head.CompanyNo, head.Epoch, CancellationToken.None);

        await BookAsync(head, id, "after");
        var again = await ActivateAsync(id);
        Assert.Equal(1, again.Version);
        await Ledger.ReleaseAsync(head.CompanyNo, head.Epoch, CancellationToken.None);
        await BookAsync(again, id, "later");
    }
}
