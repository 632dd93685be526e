using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Tests.Postgres.Together;

/// <summary>Which questions share a statement, and whose failure is whose. Statements here answer with the question.</summary>
public sealed class GatheringTests
{
    private readonly List<int[]> _together = [];
    private readonly List<int> _alone = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task One_that_comes_alone_goes_at_once_and_those_that_come_meanwhile_share_the_next_statement()
    {
        var gathering = Gathering(Answer);

        var first = await HoldAsync(gathering);
        var others = Enumerable.Range(2, 5).Select(n => gathering.AskAsync(n, 1, CancellationToken.None)).ToArray();
        _held.SetResult();

        Assert.Equal((int[])[1, 2, 3, 4, 5, 6], await Task.WhenAll([first, .. others]));
        Assert.Equal([[1], [2, 3, 4, 5, 6]], _together);
        Assert.Empty(_alone);
    }

    [Fact]
    public async Task A_statement_takes_what_its_bound_has_room_for_and_one_that_is_heavier_than_that_goes_by_itself()
    {
        var gathering = Gathering(Answer, weightMax: 10);

        var first = await HoldAsync(gathering);
        var others = new[] { 4, 6, 1, 99, 10 }.Select(weight => gathering.AskAsync(weight, weight, CancellationToken.None)).ToArray();
        _held.SetResult();

        await Task.WhenAll([first, .. others]);
        Assert.Equal([[1], [4, 6], [1], [99], [10]], _together);
    }

    [Fact]
    public async Task What_a_shared_statement_leaves_is_asked_alone()
    {
        var gathering = Gathering(wanted =>
        {
            foreach (var one in wanted.Where(w => w.Question % 2 == 1))
                one.SetResult(one.Question);
        });

        var first = await HoldAsync(gathering);
        var others = Enumerable.Range(2, 4).Select(n => gathering.AskAsync(n, 1, CancellationToken.None)).ToArray();
        _held.SetResult();

        Assert.Equal((int[])[1, 2, 3, 4, 5], await Task.WhenAll([first, .. others]));
        Assert.Equal([2, 4], _alone.Order());
    }

    [Fact]
    public async Task A_failure_that_may_be_the_fault_of_one_is_that_ones_alone()
    {
        var gathering = Gathering(wanted =>
        {
            if (wanted.Count > 1)
                throw Unavailable(PostgresErrorCodes.DeadlockDetected);
            Answer(wanted);
        });

        var first = await HoldAsync(gathering);
        var others = new[] { 2, Refused, 3 }.Select(n => gathering.AskAsync(n, 1, CancellationToken.None)).ToArray();
        _held.SetResult();

        Assert.Equal((int[])[1, 2, 3], await Task.WhenAll(first, others[0], others[2]));
        await Assert.ThrowsAsync<InvalidDataException>(() => others[1]);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_not_asked_again_for_each()
    {
        Exception[] failures =
        [
            Unavailable(PostgresErrorCodes.AdminShutdown), Unavailable(PostgresErrorCodes.QueryCanceled), new LedgerUnavailableException("No connection."),
            new NpgsqlException("cut off"), new RetryableException(RetryableFailure.UnknownOutcome, "no standby"),
        ];
        foreach (var failure in failures)
            Assert.False(Failures.MayBeOfOne(failure), failure.ToString());
        var gathering = Gathering(wanted =>
        {
            if (wanted.Count > 1)
                throw failures[0];
            Answer(wanted);
        });

        var first = await HoldAsync(gathering);
        var others = Enumerable.Range(2, 3).Select(n => gathering.AskAsync(n, 1, CancellationToken.None)).ToArray();
        _held.SetResult();

        await first;
        foreach (var other in others)
            Assert.Same(failures[0], await Record.ExceptionAsync(() => other));
        Assert.Empty(_alone);
    }

    [Fact]
    public async Task One_that_leaves_is_not_asked_for_and_takes_nobody_along()
    {
        var gathering = Gathering(Answer);
        using var leaves = new CancellationTokenSource();

        var first = await HoldAsync(gathering);
        var others = new[] { 2, 3, 4 }.Select(n => gathering.AskAsync(n, 1, n == 3 ? leaves.Token : CancellationToken.None)).ToArray();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => others[1]);
        _held.SetResult();

        Assert.Equal((int[])[1, 2, 4], await Task.WhenAll(first, others[0], others[2]));
        Assert.Equal([[1], [2, 4]], _together);
    }

    private const int Refused = 13;

    private static void Answer(IReadOnlyList<Wanted<int, int>> wanted)
    {
        foreach (var one in wanted)
            one.SetResult(one.Question);
    }

    private static LedgerUnavailableException Unavailable(string sqlState) => Failures.Unavailable(new PostgresException("failed", "ERROR", "ERROR", sqlState));

    /// <summary>Has the only lane stand still within the statement of question 1.</summary>
    private async Task<Task<int>> HoldAsync(Gathering<int, int> gathering)
    {
        var first = gathering.AskAsync(1, 1, CancellationToken.None);
        await _begun.Task;
        return first;
    }

    private Gathering<int, int> Gathering(Action<IReadOnlyList<Wanted<int, int>>> answer, int weightMax = 100) => new(
        new GatheringBounds(LanesMax: 1, AloneMax: 1, weightMax),
        async wanted =>
        {
            _together.Add([.. wanted.Select(w => w.Question)]);
            _begun.TrySetResult();
            await _held.Task;
            answer(wanted);
        },
        (question, _) =>
        {
            _alone.Add(question);
            return question == Refused ? Task.FromException<int>(new InvalidDataException()) : Task.FromResult(question);
        });
}
