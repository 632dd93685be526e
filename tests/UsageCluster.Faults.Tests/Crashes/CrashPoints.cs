namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>The named points at which processes die, by store.</summary>
internal static class CrashPoints
{
    private const int Wave = 12;
    private const string Begin = "reset writer: begins BEGIN IMMEDIATE";
    private const string Head = "writer: begins UPDATE company_heads SET version";
    private const string Commit = "writer: begins COMMIT", Done = "writer: done COMMIT";
    private const string Append = "INSERT INTO usage.entries", Change = "UPDATE usage.heads SET version", Snapshot = "INSERT INTO usage.snapshots";

    private static readonly Func<CrashWork> OneEvent = () => new EventWork(1);
    private static readonly Func<CrashWork> ManyCompanies = () => new EventWork(Wave);
    private static readonly Func<CrashWork> Grown = () => new SnapshotWork();
    private static readonly Func<CrashWork> Replaced = () => new SnapshotWork(isReplaced: true);
    private static readonly Func<CrashWork> Closing = () => new MonthWork(isOfEvent: false);
    private static readonly Func<CrashWork> AfterClosing = () => new MonthWork(isOfEvent: true);

    public static IReadOnlyList<CrashPoint> OnSqlite { get; } =
    [
        .. InProcess,
        Planned("append: the transaction has begun", OneEvent, Left.Nothing, "writer: begins INSERT INTO ledger_entries") with { IsForLongRuns = true },
        Planned("append: rows are written, the head is not", OneEvent, Left.Nothing, Head),
        Planned("append: before COMMIT", OneEvent, Left.Nothing, Begin, Head, Commit),
        Planned("append: within COMMIT, a part of the log is written", OneEvent, Left.Nothing, Begin, Head, Commit, "write log", "write log", "write log"),
        Planned("append: within COMMIT, the log is written and not synced", OneEvent, Left.All, Begin, Head, Commit, "sync log") with { IsForLongRuns = true },
        Planned("append: within COMMIT, the log is synced", OneEvent, Left.All, Begin, Head, Commit, "synced log"),
        Planned("append: after COMMIT, before the acknowledgement", OneEvent, Left.All, Begin, Head, Done),
        Planned("flush of several companies: between two of them", ManyCompanies, Left.Nothing, Begin, Head, Head),
        Planned("flush of several companies: before COMMIT", ManyCompanies, Left.Nothing, Begin, Head, Head, Commit) with { IsForLongRuns = true },
        Planned("flush of several companies: within COMMIT", ManyCompanies, Left.Nothing, Begin, Head, Head, Commit, "write log", "write log", "write log", "write log"),
        Planned("flush of several companies: after COMMIT", ManyCompanies, Left.All, Begin, Head, Head, Done),
        Planned("snapshot: before it is written", Grown, Left.Nothing, "writer: begins INSERT INTO snapshots") with { IsForLongRuns = true },
        Planned("snapshot: within, before COMMIT", Grown, Left.Nothing, Begin, "writer: begins INSERT INTO snapshots", Commit) with { IsForLongRuns = true },
        Planned("snapshot: within COMMIT", Grown, Left.Nothing, Begin, "writer: begins INSERT INTO snapshots", Commit, "write log", "write log", "write log") with { IsForLongRuns = true },
        Planned("snapshot: after COMMIT", Grown, Left.All, Begin, "writer: begins INSERT INTO snapshots", Done),
        Planned("snapshot: saved, then an older one is back", Replaced, Left.All, "count usage.company.snapshots"),
        Planned("stop: before the last snapshot of a company", () => new StopWork(), Left.Either, "writer: begins INSERT INTO snapshots"),
        Planned("stop: the log is being moved into the database", () => new StopWork(), Left.All, "write database", "write database"),
        Planned("stop: the log is moved, and not deleted", () => new StopWork(), Left.All, "synced database") with { IsForLongRuns = true },
        Planned("month close: before its append", Closing, Left.Nothing, "count usage.commit.statements") with { IsForLongRuns = true },
        Planned("month close: within its append, before COMMIT", Closing, Left.Nothing, Begin, Head, Commit),
        Planned("month close: after its COMMIT", Closing, Left.All, Begin, Head, Done),
        Planned("month close: between it and what asked for it", AfterClosing, Left.Nothing, "count usage.commit.statements", "count usage.commit.statements"),
        Planned("month close: an adjustment is committed with its event", AfterClosing, Left.All, Head, Done, Head, Done),
        .. Changes(kind => Planned($"{kind}: before COMMIT", () => new ChangeWork(kind), Left.Nothing, Begin, Head, Commit), ChangeKind.Plan),
        .. Changes(kind => Planned($"{kind}: after COMMIT, before the answer", () => new ChangeWork(kind), Left.All, Begin, Head, Done), ChangeKind.Switch),
    ];

    public static IReadOnlyList<CrashPoint> OnPostgres { get; } =
    [
        .. InProcess,
        Planned("append: committed and heard, before the acknowledgement", OneEvent, Left.All, "has SELECT pg_advisory_xact_lock_shared"),
        Wired("append: not sent", OneEvent, Left.Nothing, Append, WireMoment.NotSent) with { IsForLongRuns = true },
        Wired("append: rows are inserted, COMMIT never arrives", OneEvent, Left.Nothing, Append, WireMoment.ExecutedNotCommitted),
        Wired("append: sent, the database begins to answer", OneEvent, Left.Either, Append, WireMoment.Answering),
        Wired("append: COMMIT was sent, its answer does not arrive", OneEvent, Left.All, Append, WireMoment.Committed),
        Wired("append: COMMIT arrives while the next process takes the company", OneEvent, Left.Nothing, Append, WireMoment.CommittedLate),
        Wired("flush of several companies: not sent", ManyCompanies, Left.Nothing, Append, WireMoment.NotSent, companiesMin: 2) with { IsForLongRuns = true },
        Wired("flush of several companies: COMMIT never arrives", ManyCompanies, Left.Nothing, Append, WireMoment.ExecutedNotCommitted, companiesMin: 2),
        Wired("flush of several companies: the answer to COMMIT does not arrive", ManyCompanies, Left.All, Append, WireMoment.Committed, companiesMin: 2),
        Wired("snapshot: before it is written", Grown, Left.Nothing, Snapshot, WireMoment.NotSent) with { IsForLongRuns = true },
        Wired("snapshot: written, and never committed", Grown, Left.Nothing, Snapshot, WireMoment.ExecutedNotCommitted),
        Wired("snapshot: committed, the answer does not arrive", Grown, Left.All, Snapshot, WireMoment.Committed),
        Planned("snapshot: saved, then an older one is back", Replaced, Left.All, "count usage.company.snapshots"),
        Wired("stop: within the last snapshot of a company", () => new StopWork(), Left.Either, Snapshot, WireMoment.ExecutedNotCommitted),
        Wired("month close: before its append", Closing, Left.Nothing, Append, WireMoment.NotSent) with { IsForLongRuns = true },
        Wired("month close: within its append, COMMIT never arrives", Closing, Left.Nothing, Append, WireMoment.ExecutedNotCommitted),
        Wired("month close: committed, the answer does not arrive", Closing, Left.All, Append, WireMoment.Committed),
        Wired("month close: between it and what asked for it", AfterClosing, Left.Nothing, Append, WireMoment.NotSent, nth: 2),
        Wired("month close: an adjustment is committed with its event", AfterClosing, Left.All, Append, WireMoment.Committed, nth: 2),
        .. Changes(kind => Wired($"{kind}: COMMIT is not sent", () => new ChangeWork(kind), Left.Nothing, Change, WireMoment.CommitNotSent), ChangeKind.Switch),
        .. Changes(kind => Wired($"{kind}: COMMIT was sent, its answer does not arrive", () => new ChangeWork(kind), Left.All, Change, WireMoment.CommitNotHeard), ChangeKind.Correction),
    ];

    private static IEnumerable<CrashPoint> InProcess =>
    [
        Planned("flush: the queue is taken and the batch is built", OneEvent, Left.Nothing, "count usage.commit.statements"),
        new("acknowledgement: sent, and not received", () => new EventWork(1, losesAnswer: true), Left.All),
    ];

    /// <summary>Each kind of change; all but one for long runs.</summary>
    private static IEnumerable<CrashPoint> Changes(Func<ChangeKind, CrashPoint> of, ChangeKind always) =>
        Enum.GetValues<ChangeKind>().Select(kind => of(kind) with { IsForLongRuns = kind != always });

    private static CrashPoint Planned(string name, Func<CrashWork> work, Left leaves, params string[] plan) => new(name, work, leaves) { Plan = plan };

    private static CrashPoint Wired(
        string name, Func<CrashWork> work, Left leaves, string statement, WireMoment moment, int nth = 1, int companiesMin = 1) =>
        new(name, work, leaves) { Trap = () => new WireTrap(statement, moment, nth, companiesMin), MayBeLater = work == OneEvent || work == ManyCompanies };
}
