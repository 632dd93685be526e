using UsageCluster.Actors.Leases;

namespace UsageCluster.Actors.Tests.Leases;

public sealed class ChangeStampsTests
{
    private readonly ChangeStamps _stamps = new();

    [Fact]
    public void What_was_seen_is_the_same_until_its_change_begins()
    {
        var slot = _stamps.Take();
        var seen = _stamps.See(slot);
        Assert.True(_stamps.IsSame(seen));
        _stamps.Begin(slot);
        Assert.False(_stamps.IsSame(seen));
        _stamps.End(slot);
        Assert.False(_stamps.IsSame(seen));
        Assert.True(_stamps.IsSame(_stamps.See(slot)));
    }

    [Fact]
    public void What_was_seen_during_a_change_is_not_the_same_then_or_later()
    {
        var slot = _stamps.Take();
        _stamps.Begin(slot);
        var during = _stamps.See(slot);
        Assert.False(_stamps.IsSame(during));
        _stamps.Skip(slot);
        Assert.False(_stamps.IsSame(during));
        Assert.False(_stamps.IsSame(_stamps.See(slot)));
        _stamps.End(slot);
        Assert.False(_stamps.IsSame(during));
    }

    [Fact]
    public void A_slot_that_was_given_back_is_used_again_and_its_stamp_goes_on()
    {
        var slot = _stamps.Take();
        var before = _stamps.See(slot);
        _stamps.Begin(slot);
        _stamps.End(slot);
        var last = _stamps.See(slot);
        _stamps.Return(slot);

        Assert.Equal(slot, _stamps.Take());
        Assert.False(_stamps.IsSame(before));
        Assert.True(_stamps.See(slot).Stamp >= last.Stamp);
        Assert.NotEqual(slot, _stamps.Take());
    }

    [Fact]
    public void Of_many_those_before_the_first_change_are_counted()
    {
        var seen = new SeenStamp[5_000];
        for (var i = 0; i < seen.Length; i++)
            seen[i] = _stamps.See(_stamps.Take());
        Assert.Equal(seen.Length, _stamps.CountSame(seen));
        foreach (var place in (int[])[4_999, 3_210, 1_024, 1_023, 0])
        {
            _stamps.Skip(seen[place].Slot);
            Assert.Equal(place, _stamps.CountSame(seen));
        }
    }

    [Fact]
    public async Task However_many_come_and_go_at_once_each_has_a_slot_of_its_own_and_no_change_is_lost()
    {
        const int Threads = 8, Rounds = 2_000, AtATime = 40;
        var owners = new int[Threads * AtATime];
        var changes = 0;
        await Task.WhenAll(Enumerable.Range(1, Threads).Select(owner => Task.Run(() =>
        {
            var slots = new Queue<int>();
            for (var i = 0; i < Rounds; i++)
            {
                if (slots.Count == AtATime)
                {
                    var oldest = slots.Dequeue();
                    Assert.Equal(owner, Interlocked.Exchange(ref owners[oldest], 0));
                    _stamps.Return(oldest);
                }

                var slot = _stamps.Take();
                Assert.Equal(0, Interlocked.Exchange(ref owners[slot], owner));
                slots.Enqueue(slot);
                _stamps.Begin(slot);
                _stamps.End(slot);
                Interlocked.Increment(ref changes);
            }
        })));

        var stamps = Enumerable.Range(0, owners.Length).Select(slot => _stamps.See(slot).Stamp).ToArray();
        Assert.Equal(2 * changes, stamps.Sum());
    }
}
