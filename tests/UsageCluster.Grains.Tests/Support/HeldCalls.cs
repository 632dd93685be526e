using System.Collections.Immutable;
using System.Threading.Channels;
using UsageCluster.Actors.Companies;
using UsageCluster.Grains.Recording;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>Companies whose every call waits for the test.</summary>
internal sealed class HeldCalls : ICompanyCalls
{
    private readonly Channel<HeldCall> _calls = Channel.CreateUnbounded<HeldCall>();

    /// <summary>Whether no call has come that the test has not taken.</summary>
    public bool IsQuiet => _calls.Reader.Count == 0;

    public ValueTask<ImmutableArray<RecordOutcome>> RecordAsync(string companyId, RecordBatch batch)
    {
        var call = new HeldCall(companyId, batch);
        Assert.True(_calls.Writer.TryWrite(call));
        return new(call.Answered);
    }

    public async Task<HeldCall> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(Deadline.Span);
}
