using System.Collections.Immutable;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>A call that waits for the test to answer it.</summary>
internal sealed class HeldCall(string companyId, RecordBatch batch)
{
    private readonly TaskCompletionSource<ImmutableArray<RecordOutcome>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string CompanyId { get; } = companyId;

    public RecordBatch Batch { get; } = batch;

    public string[] EventIds => [.. Batch.Events.Select(e => e.EventId)];

    public Task<ImmutableArray<RecordOutcome>> Answered => _answer.Task;

    public void Accept() => Answer([.. Batch.Events.Select(_ => RecordOutcome.Accepted)]);

    public void Answer(params RecordOutcome[] outcomes) => _answer.SetResult([.. outcomes]);

    public void Fail(Exception failure) => _answer.SetException(failure);
}
