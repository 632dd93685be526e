using System.Diagnostics.Metrics;

namespace UsageCluster.Actors.Diagnostics;

/// <summary>What the actors of a process measure.</summary>
public static class ActorMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "UsageCluster.Actors";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Statements = Meter.CreateCounter<long>(
        "usage.commit.statements", "{statement}", "Appends sent to the ledger, each with the entries of one or more companies.");

    internal static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "usage.commit.rows", "{row}", "Ledger entries sent in those statements, refused ones included.");

    internal static readonly Counter<long> Fenced = Meter.CreateCounter<long>(
        "usage.company.fenced", "{activation}", "Activations of companies that another one has fenced off.");

    internal static readonly Counter<long> UnknownOutcomes = Meter.CreateCounter<long>(
        "usage.company.unknown_outcomes", "{activation}", "Activations of companies given up because a write's outcome is not known.");

    internal static readonly Counter<long> Snapshots = Meter.CreateCounter<long>(
        "usage.company.snapshots", "{snapshot}", "Snapshots saved.");
}
