using System.Collections.Immutable;
using UsageCluster.Actors.Companies;
using UsageCluster.Grains.Recording;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>Companies that book, each event id once, and answer what <paramref name="fault"/> leaves of it: it throws before or after the booking.</summary>
/// <param name="fault">Called with the number of the call, from 1, and whether the batch has just been booked.</param>
internal sealed class BookingCalls(Action<int, bool> fault) : ICompanyCalls
{
    private readonly Lock _gate = new();
    private readonly List<string> _booked = [];
    private int _calls;

    public List<string> Booked
    {
        get
        {
            lock (_gate)
            {
                return [.. _booked];
            }
        }
    }

    public int Calls => Volatile.Read(ref _calls);

    public ValueTask<ImmutableArray<RecordOutcome>> RecordAsync(string companyId, RecordBatch batch)
    {
        try
        {
            var call = Interlocked.Increment(ref _calls);
            fault(call, false);
            ImmutableArray<RecordOutcome> outcomes;
            lock (_gate)
            {
                outcomes = [.. batch.Events.Select(e => Book(e.EventId))];
            }

            fault(call, true);
            return new(outcomes);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<ImmutableArray<RecordOutcome>>(failure);
        }
    }

    private RecordOutcome Book(string eventId)
    {
        if (_booked.Contains(eventId))
            return RecordOutcome.Duplicate;
        _booked.Add(eventId);
        return RecordOutcome.Accepted;
    }
}
