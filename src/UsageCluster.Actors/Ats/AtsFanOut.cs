using System.Runtime.ExceptionServices;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ats;

/// <summary>One request's questions to its companies: by node, a few calls at a time, whole or not at all.</summary>
internal sealed class AtsFanOut(IActorCalls calls, AtsActorOptions options, AtsMembers members, TimeRange range)
{
    // Reports in the order of the companies, in arrays as long as CallIds.
    private readonly CompanyReport[][] _reports = new CompanyReport[members.CallIds.Length][];

    // Places of the companies of each call; null: the calls are CallIds.
    private List<ArraySegment<int>>? _scattered;
    private int _next = -1;

    /// <summary>
    /// The reports in the order of the companies, in arrays of <see cref="AtsActorOptions.CompaniesPerCallMax"/>. Throws
    /// <see cref="RetryableException"/> if one of them fails.
    /// </summary>
    public async ValueTask<CompanyReport[][]> RunAsync(CancellationToken cancellationToken)
    {
        var ids = members.CompanyIds;
        if (ids.Length == 0)
            return [];
        var groups = calls.GroupByNode(ids);
        if (groups.Count > 0)
        {
            for (var i = 0; i < _reports.Length; i++)
                _reports[i] = new CompanyReport[members.CallIds[i].Length];
            _scattered = Parts(groups);
        }

        var count = _scattered?.Count ?? _reports.Length;
        if (count == 1)
            await AskAsync(0, cancellationToken);
        else
            await AskAllAsync(count, cancellationToken);

        // A call that names companies answers for each.
        foreach (var reports in _scattered is null ? [] : _reports)
        {
            if (Array.IndexOf(reports, null) >= 0)
                throw new InvalidOperationException("Some companies of an ATS were in no group.");
        }

        return _reports;
    }

    private List<ArraySegment<int>> Parts(IReadOnlyList<IReadOnlyList<int>> groups)
    {
        var parts = new List<ArraySegment<int>>();
        foreach (var group in groups)
        {
            var positions = group as int[] ?? [.. group];
            for (var start = 0; start < positions.Length; start += options.CompaniesPerCallMax)
                parts.Add(new ArraySegment<int>(positions, start, Math.Min(options.CompaniesPerCallMax, positions.Length - start)));
        }

        return parts;
    }

    private async Task AskAllAsync(int count, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var askers = new Task<Exception?>[Math.Min(options.GroupsInParallelMax, count)];
        for (var i = 0; i < askers.Length; i++)
            askers[i] = AskWhileThereAreAsync(count, stop);

        Exception? failure = null;
        // Awaited one by one: all have ended, and on this turn, before the answer or the failure goes out.
        foreach (var asker in askers)
        {
            var ended = await asker;
            if (failure is null or OperationCanceledException)
                failure = ended ?? failure;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is OperationCanceledException)
            throw new RetryableException(RetryableFailure.Unavailable, "A company's call was given up.", failure);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private async Task<Exception?> AskWhileThereAreAsync(int count, CancellationTokenSource stop)
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < count; i = Interlocked.Increment(ref _next))
                await AskAsync(i, stop.Token);
            return null;
        }
#pragma warning disable CA1031 // The request fails with it, once the other calls have ended.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            stop.Cancel();
            return failure;
        }
    }

    private async ValueTask AskAsync(int call, CancellationToken cancellationToken)
    {
        if (_scattered is null)
        {
            var answer = await AskAsync(members.CallIds[call], cancellationToken);
            _reports[call] = answer as CompanyReport[] ?? [.. answer];
            return;
        }

        var positions = _scattered[call];
        var ids = new string[positions.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = members.CompanyIds[positions[i]];
        var part = await AskAsync(ids, cancellationToken);
        for (var i = 0; i < ids.Length; i++)
        {
            var (array, place) = Math.DivRem(positions[i], options.CompaniesPerCallMax);
            _reports[array][place] = part[i];
        }
    }

    private async ValueTask<IReadOnlyList<CompanyReport>> AskAsync(string[] ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<CompanyReport> part;
        try
        {
            part = await calls.ReportAsync(ids, range, cancellationToken);
        }
        catch (UnknownCompanyException unknown)
        {
            // A member is a company: the store that was asked is behind, or is being restored.
            throw new RetryableException(RetryableFailure.Unavailable, $"Company '{unknown.CompanyId}' of an ATS was not found.", unknown);
        }

        return part.Count == ids.Length
            ? part
            : throw new RetryableException(RetryableFailure.Unavailable, $"{part.Count} of {ids.Length} companies answered.");
    }
}
