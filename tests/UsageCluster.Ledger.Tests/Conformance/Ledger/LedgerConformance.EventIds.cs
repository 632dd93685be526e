using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    public static TheoryData<string> EventIds =>
    [
        "0193f5a2-7c1e-7aaa-8bbb-0123456789ab",
        "0193F5A2-7C1E-7AAA-8BBB-0123456789AB",
        "0193f5a2-7c1e-8aaa-8bbb-0123456789ab",
        "0193f5a27c1e7aaa8bbb0123456789ab",
        "{0193f5a2-7c1e-7aaa-8bbb-0123456789ab}",
        "00000000-0000-0000-0000-000000000000",
        "plain",
        "a b/c?d=e%00",
        "'; DROP TABLE entries; --",
        "událost-événement-事件-🎤",
        new string('x', Identifiers.EventIdLengthMax),
        string.Concat(Enumerable.Repeat("🎤", Identifiers.EventIdLengthMax)),
    ];

    [Theory]
    [MemberData(nameof(EventIds))]
    public async Task An_event_id_is_taken_once_and_reported_exactly(string eventId)
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, eventId, "other");

        var again = await AppendAsync(Samples.Append(head with { Version = 2 }, id, null, "new", eventId));

        Assert.Equal(AppendStatus.HasDuplicates, again.Status);
        Assert.Equal([eventId], again.DuplicateEventIds);
        Assert.Equal([eventId, "other"], await BookedIdsAsync(head.CompanyNo));
        var found = Assert.Single(await Ledger.FindEventsAsync(head.CompanyNo, [eventId, "missing"], CancellationToken.None));
        Assert.Equal(eventId, found.Event.EventId);
    }

    [Fact]
    public async Task Event_ids_that_look_alike_are_different_ones()
    {
        var (id, head) = await ActivateNewAsync();
        string[] ids =
        [
            "0193f5a2-7c1e-7aaa-8bbb-0123456789ab", "0193F5A2-7C1E-7AAA-8BBB-0123456789AB", "0193f5a27c1e7aaa8bbb0123456789ab", "é", "e\u0301",
            "A", "a", "ß", "ss", "a ", "a\u00a0",
        ];

        await BookAsync(head, id, ids);

        Assert.Equal(ids, await BookedIdsAsync(head.CompanyNo));
        foreach (var eventId in ids)
            Assert.Equal(eventId, Assert.Single(await Ledger.FindEventsAsync(head.CompanyNo, [eventId], CancellationToken.None)).Event.EventId);
        Assert.Empty(await Ledger.FindEventsAsync(head.CompanyNo, ["0193f5a2-7c1e-7aaa-8bbb-0123456789AB", "E", ""], CancellationToken.None));
    }

    [Fact]
    public async Task An_event_id_is_unique_only_within_its_company()
    {
        var (oneId, one) = await ActivateNewAsync();
        var (twoId, two) = await ActivateNewAsync();

        await BookAsync(one, oneId, "shared");
        await BookAsync(two, twoId, "shared");

        Assert.Equal(["shared"], await BookedIdsAsync(one.CompanyNo));
        Assert.Equal(["shared"], await BookedIdsAsync(two.CompanyNo));
    }

    [Fact]
    public async Task All_duplicates_of_an_append_are_reported_and_the_rest_can_follow()
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, "a", "b", "c", "d");
        var current = head with { Version = 4 };

        var result = await AppendAsync(Samples.Append(current, id, null, "x", "d", "y", "a", "z"));

        Assert.Equal(AppendStatus.HasDuplicates, result.Status);
        Assert.Equal(["a", "d"], result.DuplicateEventIds.Order(StringComparer.Ordinal));
        await BookAsync(current, id, "x", "y", "z");
        Assert.Equal(["a", "b", "c", "d", "x", "y", "z"], await BookedIdsAsync(head.CompanyNo));
    }
}
