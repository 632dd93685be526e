using System.Runtime.ExceptionServices;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ats;

/// <summary>One request's questions to its companies: by node, a few calls at a time, whole or not at all.</summary>
internal sealed class AtsFanOut(IActorCalls calls, AtsActorOptions options, string[] companyIds, TimeRange range)
{
    private CompanyReport[] _reports = [];
    private List<ArraySegment<int>> _parts = [];
    private int _next = -1;

    /// <summary>The reports in the order of the companies. Throws <see cref="RetryableException"/> if one of them fails.</summary>
    public async ValueTask<CompanyReport[]> RunAsync(CancellationToken cancellationToken)
    {
        if (companyIds.Length == 0)
            return _reports;
        var groups = calls.GroupByNode(companyIds);
        if (groups.Count == 0 && companyIds.Length <= options.CompaniesPerCallMax)
        {
            var answer = await AskAsync(companyIds, cancellationToken);
            _reports = answer as CompanyReport[] ?? [.. answer];
        }
        else
        {
            _reports = new CompanyReport[companyIds.Length];
            _parts = Parts(groups.Count > 0 ? groups : [AllPositions()]);
            if (_parts.Count == 1)
                await AskAsync(_parts[0], cancellationToken);
            else
                await AskAllAsync(cancellationToken);
        }

        if (Array.IndexOf(_reports, null) >= 0)
            throw new InvalidOperationException("Some companies of an ATS were in no group.");
        return _reports;
    }

    private int[] AllPositions()
    {
        var positions = new int[companyIds.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = i;
        return positions;
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

    private async Task AskAllAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var askers = new Task<Exception?>[Math.Min(options.GroupsInParallelMax, _parts.Count)];
        for (var i = 0; i < askers.Length; i++)
            askers[i] = AskWhileThereAreAsync(stop);

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

    private async Task<Exception?> AskWhileThereAreAsync(CancellationTokenSource stop)
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < _parts.Count; i = Interlocked.Increment(ref _next))
                await AskAsync(_parts[i], stop.Token);
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

    private async ValueTask AskAsync(ArraySegment<int> positions, CancellationToken cancellationToken)
    {
        var ids = new string[positions.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = companyIds[positions[i]];
        var part = await AskAsync(ids, cancellationToken);
        for (var i = 0; i < ids.Length; i++)
            _reports[positions[i]] = part[i];
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
