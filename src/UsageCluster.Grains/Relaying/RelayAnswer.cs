using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Grains.Relaying;

/// <summary>
/// What became of a relayed event. Neither outcome nor failure: the silo did not take it, since the company is not active there, or is busy with
/// what came before.
/// </summary>
/// <param name="Outcome">As the company decided.</param>
/// <param name="Failure">Why it was not decided.</param>
public readonly record struct RelayAnswer(RecordOutcome? Outcome, RetryableException? Failure);
