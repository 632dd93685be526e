using UsageCluster.Core.Ledger;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Canaries;

/// <summary>A product that is wrong in one way: if the swarm does not see it, its silence about the product as it is says nothing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Make">Makes one, for one run.</param>
internal sealed record Canary(string Name, string What, Func<Product> Make)
{
    public static readonly IReadOnlyList<Canary> All =
    [
        new("dedupe-dropped", "the ledger takes an event id again", () => new WrongStore(() => new DedupeDropped())),
        new("epoch-unchecked", "an append of an older epoch is let through", () => new WrongStore(() => new EpochUnchecked())),
        new("fencing-dropped", "an append of whatever epoch and version is put behind the head", () => new WrongStore(() => new FencingDropped())),
        new("rates-unchecked", "an append by older rates is let through", () => new WrongStore(() => new RatesUnchecked())),
        new("commit-forgotten", "some appends are answered and not kept", () => new WrongStore(() => new CommitForgotten())),
        new("void-twice", "a void is applied again", () => new WrongStore(() => new CommittedTwice(e => e is CorrectionEntry { After: null }))),
        new("month-closed-twice", "months are closed again", () => new WrongStore(() => new CommittedTwice(e => e is MonthCloseEntry))),
        new("transaction-twice", "a transaction is booked again", () => new WrongStore(() => new CommittedTwice(e => e is TransactionEntry))),
        new("acknowledged-early", "an append is answered before it is committed", () => new WrongLedger((l, _) => new AnsweredEarly(l))),
        new("unknown-is-success", "a lost connection is taken for a commit", () => new WrongLedger((l, _) => new UnknownIsSuccess(l, 1))),
        new("torn-is-whole", "a shared statement of unknown outcome is taken for whole", () => new WrongLedger((l, _) => new UnknownIsSuccess(l, 2))),
        new(
            "unknown-is-failure", "a lost connection is taken for nothing done, and versions are not compared",
            () => new WrongLedger((l, _) => new UnknownIsFailure(l), () => new VersionUnchecked())),
        new("takeover-without-wait", "a new owner acknowledges at once", () => new WrongLedger((l, _) => new NoWait(l))),
        new("content-uncompared", "a repeat is a duplicate whatever it says", () => new WrongLedger((l, _) => new ContentUncompared(l))),
        new("duplicates-unfound", "what the ledger says it has, it does not find", () => new WrongLedger((l, _) => new DuplicatesUnfound(l))),
        new("lease-ignored", "a node counts on its lease for ever", () => new LeaseIgnored()),
        new("renewal-granted", "a node takes every renewal for granted", () => new WrongLeases(l => new RenewalGranted(l))),
        new("takeovers-unheard", "a node does not hear what was taken from it", () => new WrongLeases(l => new TakeoversUnheard(l))),
        new("snapshot-trusted", "a snapshot whose content is wrong is taken for right", () => new SnapshotTrusted()),
        new("ats-short", "a company that fails counts as one without usage", () => new WrongCalls(c => new ShortAnswers(c))),
        new("view-kept", "an ATS's answer is made of views that were kept", () => new WrongCalls(c => new KeptAnswers(c))),
        new("members-stale", "nobody hears of changed members", () => new MembersStale()),
    ];
}
