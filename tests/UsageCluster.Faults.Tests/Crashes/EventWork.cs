using UsageCluster.Actors.Ports;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>Events of one or more companies in one call.</summary>
internal sealed class EventWork(int companies, bool losesAnswer = false) : CrashWork
{
    private const int EventsPerCompany = 3;

    private IReadOnlyList<CrashCompany> _companies = [];
    private List<SentEvent> _wave = [];

    public override async Task PrepareAsync(CrashWorld world)
    {
        _companies = await world.MakeAsync(companies);
        // They are active when the rest comes: nothing but appends.
        await world.SendUntilAnsweredAsync([.. _companies.Select(c => c.Next())]);
    }

    public override async Task AskAsync(CrashWorld world)
    {
        // What was not answered is sent again.
        if (_wave.All(s => s.IsAcknowledged))
            _wave = [.. _companies.SelectMany(c => Enumerable.Range(0, EventsPerCompany).Select(_ => c.Next()))];
        if (losesAnswer)
            await world.SendAndLoseAnswerAsync(_wave);
        else
            await world.SendAsync(_wave);
    }

    public override async Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows)
    {
        List<bool> there = [];
        foreach (var ofCompany in _wave.GroupBy(s => s.Event.CompanyId))
        {
            var stored = (await StoredLedgers.ReadAsync(rows, ofCompany.Key)).Events.Select(e => e.Event.EventId).ToHashSet();
            // Of one append, and so whole or not at all.
            there.Add(Assert.Single(ofCompany.Select(s => stored.Contains(s.Event.EventId)).Distinct()));
        }

        return there;
    }

    public override Task FinishAsync(CrashWorld world) => world.SendUntilAnsweredAsync(_wave);
}
