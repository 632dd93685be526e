using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Control;

public sealed class ControlPlaneTests
{
    private static readonly PriceRule Rule = new("*", 1, 10, 0, 0, Instant.Always);

    private readonly FakeControlStore _store = new();
    private readonly ManualTime _time = new(TestNode.Start);
    private readonly DeterministicLoop _loop = new();

    [Fact]
    public void A_row_is_read_once_and_then_answered_synchronously()
    {
        _store.PutKey("k");
        _store.PutCompany("c", "Company");
        _store.PutAts("a", "c");
        Run(async control =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("a key", (await control.FindKeyAsync("k", default))?.Name);
                Assert.Equal("Company", (await control.FindCompanyAsync("c", default))?.CompanyName);
                Assert.Single((await control.FindAtsAsync("a", default))!.Members);
                Assert.Equal(1, (await control.RatesAsync(null, default)).Revision);
            }

            Assert.Equal(4, _store.Reads);
            Assert.True(IsKept(control.FindKeyAsync("k", default)));
            Assert.True(IsKept(control.FindCompanyAsync("c", default)));
            Assert.True(IsKept(control.FindAtsAsync("a", default)));
            Assert.True(IsKept(control.RatesAsync(null, default)));
        });
    }

    [Fact]
    public void A_negative_answer_is_confirmed_in_the_store_each_time() => Run(async control =>
    {
        Assert.Null(await control.FindKeyAsync("k", default));
        Assert.Null(await control.FindCompanyAsync("c", default));
        Assert.Null(await control.FindAtsAsync("a", default));
        _store.PutKey("k");
        _store.PutCompany("c", "Company");
        _store.PutAts("a", "c");
        Assert.NotNull(await control.FindKeyAsync("k", default));
        Assert.NotNull(await control.FindCompanyAsync("c", default));
        Assert.NotNull(await control.FindAtsAsync("a", default));
    });

    [Fact]
    public void After_a_sync_what_changed_is_read_again_and_the_rest_is_not()
    {
        _store.PutKey("k", "before");
        _store.PutKey("other");
        Run(async control =>
        {
            await control.SyncAsync(default);
            await control.FindKeyAsync("k", default);
            await control.FindKeyAsync("other", default);
            _store.PutKey("k", "after");
            Assert.Equal("before", (await control.FindKeyAsync("k", default))?.Name);

            await control.SyncAsync(default);

            Assert.True(IsKept(control.FindKeyAsync("other", default)));
            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void When_too_much_changed_everything_is_read_again()
    {
        _store.PutKey("k", "before");
        _store.ForgetsChanges = true;
        Run(async control =>
        {
            await control.SyncAsync(default);
            await control.FindKeyAsync("k", default);
            _store.PutKey("k", "after");
            await control.SyncAsync(default);
            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void In_another_history_of_the_store_everything_is_read_again_though_revisions_are_as_they_were()
    {
        _store.PutKey("k", "of the last change");
        Run(async control =>
        {
            await control.SyncAsync(default);
            await control.FindKeyAsync("k", default);

            // The store failed over without that change, and another one took its revision.
            _store.PutKey("k", "as it was before it");
            _store.ForgetLastChange();
            _store.History++;
            await control.SyncAsync(default);

            Assert.Equal("as it was before it", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void A_read_that_began_before_a_change_was_noticed_is_not_kept()
    {
        _store.PutKey("k", "before");
        _store.PutCompany("c", "before");
        _store.PutAts("a", "c");
        Run(async control =>
        {
            await control.SyncAsync(default);
            _store.Answering.Close();
            var key = control.FindKeyAsync("k", default).AsTask();
            var company = control.FindCompanyAsync("c", default).AsTask();
            var ats = control.FindAtsAsync("a", default).AsTask();
            var rates = control.RatesAsync(null, default).AsTask();
            await _loop.Settle();
            _store.PutKey("k", "after");
            _store.PutCompany("c", "after");
            _store.AddRule(Rule);
            await control.SyncAsync(default);
            _store.Answering.Open();
            Assert.Equal("before", (await key)?.Name);
            await company;
            await ats;
            await rates;

            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
            Assert.Equal("after", (await control.FindCompanyAsync("c", default))?.CompanyName);
            Assert.Equal("after", (await control.FindAtsAsync("a", default))?.Members[0].CompanyName);
            Assert.Equal(2, (await control.RatesAsync(null, default)).Revision);
        });
    }

    [Fact]
    public void A_renamed_company_is_renamed_in_its_ATSs_and_other_ATSs_stay()
    {
        _store.PutCompany("c", "before");
        _store.PutCompany("d", "other");
        _store.PutAts("a", "c");
        _store.PutAts("b", "d");
        Run(async control =>
        {
            await control.SyncAsync(default);
            await control.FindAtsAsync("a", default);
            var other = await control.FindAtsAsync("b", default);
            _store.PutCompany("c", "after");
            await control.SyncAsync(default);
            Assert.Equal("after", (await control.FindAtsAsync("a", default))?.Members[0].CompanyName);
            Assert.Same(other, await control.FindAtsAsync("b", default));
        });
    }

    [Fact]
    public void Members_are_ordered_by_name_then_id_by_ordinal()
    {
        _store.PutCompany("1", "b");
        _store.PutCompany("3", "a");
        _store.PutCompany("2", "a");
        _store.PutCompany("0", "B");
        _store.PutAts("a", "1", "3", "2", "0");
        Run(async control =>
        {
            var ats = await control.FindAtsAsync("a", default);
            Assert.Equal(["0", "2", "3", "1"], ats!.Members.Select(m => m.CompanyId));
        });
    }

    [Fact]
    public void Rates_found_stale_are_loaded_again_without_a_sync() => Run(async control =>
    {
        var old = await control.RatesAsync(null, default);
        _store.AddRule(Rule);
        Assert.Same(old, await control.RatesAsync(null, default));
        Assert.Equal(2, (await control.RatesAsync(old.Revision, default)).Revision);
        Assert.Equal(2, (await control.RatesAsync(null, default)).Revision);
    });

    [Fact]
    public void On_a_shared_store_an_old_answer_is_confirmed_first()
    {
        _store.PutKey("k", "before");
        Run(shared: true, test: async control =>
        {
            await control.FindKeyAsync("k", default);
            var looks = _store.Looks;
            _time.Advance(TimeSpan.FromSeconds(1));
            await control.FindKeyAsync("k", default);
            Assert.Equal(looks, _store.Looks);

            _store.PutKey("k", "after");
            _time.Advance(TimeSpan.FromTicks(1));

            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void On_a_shared_store_that_cannot_be_asked_there_is_no_old_answer()
    {
        _store.PutKey("k");
        Run(shared: true, test: async control =>
        {
            await control.FindKeyAsync("k", default);
            _store.IsDown = true;
            _time.Advance(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => control.FindKeyAsync("k", default).AsTask());
            _store.IsDown = false;
            Assert.NotNull(await control.FindKeyAsync("k", default));
        });
    }

    [Fact]
    public void A_look_at_a_store_that_hangs_is_given_up_and_whoever_waits_is_told()
    {
        _store.PutKey("k", "before");
        Run(shared: true, test: async control =>
        {
            await control.FindKeyAsync("k", default);
            _time.Advance(TimeSpan.FromSeconds(2));
            _store.Looking.Close();
            var reads = new[] { control.FindKeyAsync("k", default).AsTask(), control.FindKeyAsync("k", default).AsTask() };
            await _loop.Settle();
            _time.Advance(TimeSpan.FromSeconds(4.9));
            await _loop.Settle();
            Assert.DoesNotContain(reads, r => r.IsCompleted);

            // The one that came first waits for the first look, the other one for the look after it.
            for (var i = 0; i < reads.Length; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                await _loop.Settle();
                Assert.True(reads[i].IsCompleted);
                await Assert.ThrowsAsync<LedgerUnavailableException>(() => reads[i]);
            }

            _store.PutKey("k", "after");
            _store.Looking.Open();
            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void A_sync_asked_for_during_one_looks_again()
    {
        _store.PutKey("k", "before");
        Run(async control =>
        {
            await control.SyncAsync(default);
            await control.FindKeyAsync("k", default);
            _store.Looking.Close();
            var first = control.SyncAsync(default);
            await _loop.Settle();
            _store.PutKey("k", "after");
            var second = control.SyncAsync(default);
            var third = control.SyncAsync(default);
            _store.Looking.Open();
            await first;
            await second;
            await third;

            Assert.Equal(3, _store.Looks);
            Assert.Equal("after", (await control.FindKeyAsync("k", default))?.Name);
        });
    }

    [Fact]
    public void What_is_kept_is_bounded_and_what_is_used_stays()
    {
        for (var i = 0; i < 100; i++)
            _store.PutKey($"k{i}");
        Run(new ControlPlaneOptions { KeysMax = 10 }, async control =>
        {
            await control.FindKeyAsync("k0", default);
            for (var i = 1; i < 100; i++)
            {
                await control.FindKeyAsync($"k{i}", default);
                Assert.True(IsKept(control.FindKeyAsync("k0", default)));
            }

            var kept = Enumerable.Range(0, 100).Count(i => IsKept(control.FindKeyAsync($"k{i}", default)));
            await _loop.Settle();
            Assert.InRange(kept, 2, 10);
        });
    }

    [Fact]
    public void A_bound_that_makes_no_sense_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ControlPlane(_store, new ControlPlaneOptions { KeysMax = 0 }, _time));

    private static bool IsKept<T>(ValueTask<T> answer) => answer.IsCompletedSuccessfully;

    private void Run(Func<ControlPlane, Task> test, bool shared = false) => Run(new ControlPlaneOptions { SharedStore = shared }, test);

    private void Run(ControlPlaneOptions options, Func<ControlPlane, Task> test)
    {
        var control = new ControlPlane(_store, options, _time);
        _loop.Run(() => test(control));
    }
}
