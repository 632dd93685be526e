using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private SqliteStore _store = null!;

    public async Task InitializeAsync() => _store = await _database.OpenStoreAsync();

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_and_serves_reads_until_there_is_room_again()
    {
        var (companyId, head) = await ActivateNewAsync();
        var append = Samples.Append(head, companyId, null, [.. Enumerable.Range(0, 1_000).Select(i => $"event-{i}")]);
        await LimitPagesAsync(1);

        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => AppendAsync(append));
        Assert.Empty(await _store.Ledger.ReadAsync(head.CompanyNo, 0, 10, CancellationToken.None));

        await LimitPagesAsync(1_000_000);
        Assert.Equal(AppendStatus.Appended, await AppendAsync(append));
        Assert.Equal(1_000, (await _store.Ledger.ReadAsync(head.CompanyNo, 0, 2_000, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_alone_those_that_share_its_commit()
    {
        var first = Samples.Company();
        var second = Samples.Company();
        using var blocker = await BlockWriterAsync();
        var before = _store.Control.CreateCompanyAsync(first, [], Samples.Audit(), CancellationToken.None);
        var failing = _store.Control.PutAtsAsync("ats", "ATS", [], _ => throw new FormatException("no record"), CancellationToken.None);
        var after = _store.Control.CreateCompanyAsync(second, [], Samples.Audit(), CancellationToken.None);

        blocker.Dispose();

        await Assert.ThrowsAsync<FormatException>(() => failing);
        await Task.WhenAll(before, after);
        Assert.Equal(first, await _store.Control.FindCompanyAsync(first.CompanyId, CancellationToken.None));
        Assert.Equal(second, await _store.Control.FindCompanyAsync(second.CompanyId, CancellationToken.None));
        Assert.Null(await _store.Control.FindAtsAsync("ats", CancellationToken.None));
    }

    [Fact]
    public async Task Appends_of_one_company_that_share_a_commit_are_judged_one_after_the_other()
    {
        var (companyId, head) = await ActivateNewAsync();
        using var blocker = await BlockWriterAsync();
        var first = AppendAsync(Samples.Append(head, companyId, null, "a"));
        var twin = AppendAsync(Samples.Append(head, companyId, null, "b"));
        var next = AppendAsync(Samples.Append(head with { Version = 1 }, companyId, null, "c"));

        blocker.Dispose();

        Assert.Equal([AppendStatus.Appended, AppendStatus.Fenced, AppendStatus.Appended], await Task.WhenAll(first, twin, next));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_its_outcome_open_and_later_writes_go_on()
    {
        var lost = _store.Writer.RunAsync(
            session =>
            {
                // The violation is met by the commit alone.
                session.Execute("PRAGMA defer_foreign_keys = ON");
                return session.Execute("INSERT INTO snapshots (company_no, version, hash, books) VALUES (4711, 1, x'', x'')");
            },
            1,
            CancellationToken.None);

        Assert.Equal(RetryableFailure.UnknownOutcome, (await Assert.ThrowsAsync<RetryableException>(() => lost)).Failure);

        var (companyId, head) = await ActivateNewAsync();
        Assert.Equal(AppendStatus.Appended, await AppendAsync(Samples.Append(head, companyId, null, "a")));
    }

    [Fact]
    public async Task A_write_cancelled_before_its_turn_writes_nothing()
    {
        var company = Samples.Company();
        using var cancellation = new CancellationTokenSource();
        using var blocker = await BlockWriterAsync();
        var write = _store.Control.CreateCompanyAsync(company, [], Samples.Audit(), cancellation.Token);

        await cancellation.CancelAsync();
        blocker.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Null(await _store.Control.FindCompanyAsync(company.CompanyId, CancellationToken.None));
    }

    [Fact]
    public async Task Closing_runs_what_is_queued_and_refuses_what_comes_later()
    {
        var company = Samples.Company();
        Task<Actors.Control.StoreWrite> queued;
        using (var blocker = await BlockWriterAsync())
        {
            queued = _store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
            var closing = _store.DisposeAsync();
            blocker.Dispose();
            await closing;
        }

        await queued;
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => _store.Control.CreateCompanyAsync(Samples.Company(), [], Samples.Audit(), CancellationToken.None));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => _store.Control.IsEmptyAsync(CancellationToken.None));
        _store = await _database.OpenStoreAsync();
        Assert.Equal(company, await _store.Control.FindCompanyAsync(company.CompanyId, CancellationToken.None));
    }

    [Fact]
    public async Task A_cost_key_first_met_in_an_append_that_failed_is_numbered_again()
    {
        var (companyId, head) = await ActivateNewAsync();
        var append = Samples.Append(head, companyId, null, "a");
        var unknown = new ChainedEntry(new EntryOfNoKind { Version = 2, RecordedAt = Samples.Noon }, new byte[32]);
        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(new AppendRequest
        {
            CompanyNo = head.CompanyNo,
            Epoch = head.Epoch,
            ExpectedVersion = 0,
            RatesRevision = null,
            Entries = [.. append.Entries, unknown],
        }));

        Assert.Equal(AppendStatus.Appended, await AppendAsync(append));

        var read = Assert.Single(await _store.Ledger.ReadAsync(head.CompanyNo, 0, 10, CancellationToken.None));
        Assert.Equal(append.Entries[0].Entry, read.Entry);
    }

    [Fact]
    public async Task A_damaged_file_is_unavailable_to_reads()
    {
        const int PageBytes = 4_096;
        var page = await _store.Writer.RunAsync(
            session => session.FindInteger("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_companies_1'"),
            0,
            CancellationToken.None);
        await _store.DisposeAsync();
        await using (var file = File.OpenWrite(Path.Combine(_database.DataDirectory, _database.Options.FileName)))
        {
            file.Position = (page!.Value - 1) * PageBytes;
            await file.WriteAsync(new byte[PageBytes]);
        }

        _store = await _database.OpenStoreAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => _store.Control.FindCompanyAsync("any", CancellationToken.None));
    }

    private async Task<(string CompanyId, Activation Head)> ActivateNewAsync()
    {
        var company = Samples.Company();
        await _store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return (company.CompanyId, (await _store.Ledger.ActivateAsync(company.CompanyId, 0, CancellationToken.None))!);
    }

    private async Task<AppendStatus> AppendAsync(AppendRequest request) =>
        (await _store.Ledger.AppendAsync([request], CancellationToken.None)).Single().Status;

    private Task<long?> LimitPagesAsync(int pagesMax) => _store.Writer.RunAsync(
        session => session.FindInteger(pagesMax == 1 ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1000000"), 0, CancellationToken.None);

    /// <summary>Keeps the writing thread busy until it is released, so that further writes queue.</summary>
    private async Task<BusyWriter> BlockWriterAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = new BusyWriter();
        _ = _store.Writer.RunAsync(
            _ =>
            {
                begun.SetResult();
                return busy.Released.Task.Wait(TimeSpan.FromMinutes(1));
            },
            int.MaxValue,
            CancellationToken.None);
        await begun.Task;
        return busy;
    }

    private sealed class BusyWriter : IDisposable
    {
        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Released.TrySetResult();
    }

    private sealed record EntryOfNoKind : LedgerEntry
    {
        public override EntryKind Kind => (EntryKind)99;
    }
}
