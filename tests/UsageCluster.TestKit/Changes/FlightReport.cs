namespace UsageCluster.TestKit.Changes;

/// <summary>What became of the events that were sent around a change.</summary>
/// <param name="Before">Events that were answered before the change was sent.</param>
/// <param name="Between">Events that either state may book.</param>
/// <param name="After">Events that were sent after the change was answered.</param>
/// <param name="Faults">What is not as it must be.</param>
public sealed record FlightReport(int Before, int Between, int After, IReadOnlyList<string> Faults);
