using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Standalone.Engine;
using UsageCluster.Standalone.Tests.Support;

namespace UsageCluster.Standalone.Tests.Engine;

public sealed class UsageEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_booked_event_is_in_the_next_report_which_needs_no_turn()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("acme");
        Assert.Equal(RecordOutcome.Accepted, await node.Client.RecordAsync(EngineCase.Event("acme", "e1"), default));
        var report = node.Client.ReportCompanyAsync("acme", EngineCase.Always, default);
        Assert.True(report.IsCompletedSuccessfully);
        Assert.Equal(60_000, (await report).Systems[0].Quantity);
        Assert.Equal(RecordOutcome.Duplicate, await node.Client.RecordAsync(EngineCase.Event("acme", "e1"), default));
    }

    [Fact]
    public async Task Companies_that_do_not_exist_are_rejected_and_take_no_room()
    {
        await using var node = await EngineCase.StartAsync();
        var rejected = RecordOutcome.Rejected("unknown_company", "companyId");
        for (var i = 0; i < 200; i++)
        {
            var id = $"unknown-{i}";
            Assert.Equal(rejected, await node.Client.RecordAsync(EngineCase.Event(id, "e"), default));
            Assert.Equal([rejected, rejected], await node.Client.RecordAsync(id, [EngineCase.Event(id, "e"), EngineCase.Event(id, "f")], false, default));
            await Assert.ThrowsAsync<UnknownCompanyException>(() => node.Client.ReportCompanyAsync(id, EngineCase.Always, default).AsTask());
            await Assert.ThrowsAsync<UnknownCompanyException>(() => node.Client.SettingsAsync(id, default).AsTask());
        }

        Assert.Equal(0, node.Engine.ActiveCompanies);
        Assert.Null(await node.Client.ReportAtsAsync("unknown", EngineCase.Always, default));
    }

    [Fact]
    public async Task A_dry_run_books_nothing()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("acme");
        Assert.Equal([RecordOutcome.Accepted], await node.Client.RecordAsync("acme", [EngineCase.Event("acme", "e1")], dryRun: true, default));
        Assert.Equal(0, await node.TotalAsync("acme"));
        Assert.Equal(0, node.Ledger.Appends);
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_take_the_commit_along()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("acme");
        node.Ledger.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();
        var leaving = node.Client.RecordAsync(EngineCase.Event("acme", "e1"), cancel.Token).AsTask();
        await node.Ledger.Arrived.WaitAsync(Patience);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        node.Ledger.Hold.SetResult();
        Assert.Equal(RecordOutcome.Accepted, await node.Client.RecordAsync(EngineCase.Event("acme", "e2"), default));
        Assert.Equal(120_000, await node.TotalAsync("acme"));
    }

    [Fact]
    public async Task After_a_lost_answer_the_company_is_activated_again_and_counts_once()
    {
        await using var node = await EngineCase.StartAsync(new EngineOptions { BackoffMin = TimeSpan.FromMilliseconds(1) });
        await node.CreateAsync("acme");
        Assert.Equal(RecordOutcome.Accepted, await node.Client.RecordAsync(EngineCase.Event("acme", "e1"), default));
        node.Ledger.LoseNextAnswer();
        var lost = await Assert.ThrowsAsync<RetryableException>(() => node.Client.RecordAsync(EngineCase.Event("acme", "e2"), default).AsTask());
        Assert.Equal(RetryableFailure.UnknownOutcome, lost.Failure);

        Assert.Equal(120_000, await node.TotalAsync("acme"));
        Assert.Equal(RecordOutcome.Duplicate, await node.Client.RecordAsync(EngineCase.Event("acme", "e2"), default));
        Assert.Equal(120_000, await node.TotalAsync("acme"));
        Assert.Equal(2, node.Ledger.Activations);
    }

    [Fact]
    public async Task More_companies_than_fit_are_booked_and_read_exactly()
    {
        await using var node = await EngineCase.StartAsync(new EngineOptions { ActiveCompaniesMax = 50 });
        var ids = Enumerable.Range(0, 300).Select(i => $"c{i:D3}").ToArray();
        await node.CreateAsync(ids);
        await node.PutAtsAsync("ats", ids);
        for (var round = 0; round < 2; round++)
        {
            var calls = ids.Select((id, i) => node.Client.RecordAsync(EngineCase.Event(id, $"e{round}", i + 1), default).AsTask());
            Assert.All(await Task.WhenAll(calls).WaitAsync(Patience), o => Assert.Equal(RecordOutcome.Accepted, o));
        }

        var report = await node.Client.ReportAtsAsync("ats", EngineCase.Always, default).AsTask().WaitAsync(Patience);
        Assert.Equal(ids, report!.Companies.Select(c => c.Report.CompanyId));
        Assert.Equal(2 * 300 * 301 / 2, report.Totals.MinutesMs);
        Assert.InRange(node.Engine.ActiveCompanies, 1, 50);
    }

    [Fact]
    public async Task A_warm_ATS_answers_at_once_and_with_the_same_object()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("a", "b");
        await node.PutAtsAsync("ats", "a", "b");
        var first = await node.Client.ReportAtsAsync("ats", EngineCase.Always, default);
        var again = node.Client.ReportAtsAsync("ats", EngineCase.Always, default);
        Assert.True(again.IsCompletedSuccessfully);
        Assert.Same(first, await again);
        await node.Client.RecordAsync(EngineCase.Event("b", "e1"), default);
        Assert.Equal(60_000, (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs);
    }

    [Fact]
    public async Task An_ATS_shows_the_next_activation_of_a_company_whose_last_one_broke()
    {
        await using var node = await EngineCase.StartAsync(new EngineOptions { BackoffMin = TimeSpan.FromMilliseconds(1) });
        await node.CreateAsync("a", "b");
        await node.PutAtsAsync("ats", "a", "b");
        await node.Client.ReportAtsAsync("ats", EngineCase.Always, default);
        node.Ledger.LoseNextAnswer();
        await Assert.ThrowsAsync<RetryableException>(() => node.Client.RecordAsync(EngineCase.Event("b", "e1"), default).AsTask());

        Assert.Equal(60_000, (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs);
        await node.Client.RecordAsync(EngineCase.Event("b", "e2"), default);
        Assert.Equal(120_000, (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs);
    }

    [Fact]
    public async Task Companies_that_are_only_read_as_those_of_an_ATS_stay_while_it_is_read()
    {
        var clock = new ManualClock();
        await using var node = await EngineCase.StartAsync(new EngineOptions { IdleAfter = TimeSpan.FromMinutes(8) }, clock);
        await node.CreateAsync("a", "b");
        await node.PutAtsAsync("ats", "a", "b");
        var first = await node.Client.ReportAtsAsync("ats", EngineCase.Always, default);
        for (var i = 0; i < 20; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            var again = node.Client.ReportAtsAsync("ats", EngineCase.Always, default);
            Assert.True(again.IsCompletedSuccessfully);
            Assert.Same(first, await again);
        }

        clock.Advance(TimeSpan.FromMinutes(10));
        using (var limit = new CancellationTokenSource(Patience))
        {
            for (; node.Engine.ActiveCompanies > 0; await Task.Yield())
                limit.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(["a", "b"], (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Companies.Select(c => c.Report.CompanyId));
        Assert.Equal(2, node.Engine.ActiveCompanies);
    }

    [Fact]
    public async Task Stopping_finishes_what_is_queued_and_refuses_the_rest()
    {
        await using var node = await EngineCase.StartAsync();
        var ids = Enumerable.Range(0, 40).Select(i => $"c{i}").ToArray();
        await node.CreateAsync(ids);
        foreach (var id in ids)
            await node.TotalAsync(id);
        node.Ledger.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = ids.Select(id => node.Client.RecordAsync(EngineCase.Event(id, "e"), default).AsTask()).ToList();
        var stop = node.RestartAsync();
        node.Ledger.Hold.SetResult();
        Assert.All(await Task.WhenAll(queued).WaitAsync(Patience), o => Assert.Equal(RecordOutcome.Accepted, o));
        await stop.WaitAsync(Patience);
        foreach (var id in ids)
            Assert.Equal(60_000, await node.TotalAsync(id));

        var engine = node.Engine;
        await engine.StopAsync();
        Assert.Equal(0, engine.ActiveCompanies);
        var refused = await Assert.ThrowsAsync<RetryableException>(() => engine.Client.RecordAsync(EngineCase.Event("c1", "f"), default).AsTask());
        Assert.Equal(RetryableFailure.ShuttingDown, refused.Failure);
        await Assert.ThrowsAsync<RetryableException>(() => engine.Client.ReportCompanyAsync("c1", EngineCase.Always, default).AsTask());
    }
}
