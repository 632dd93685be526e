using UsageCluster.Actors.Rows;

namespace UsageCluster.Grains;

/// <summary>The answer to a question for one event.</summary>
/// <param name="Found">What became of it; null: the company has none of that id.</param>
[GenerateSerializer, Immutable, Alias("usage.EventAnswer")]
public sealed record EventAnswer([property: Id(0)] EventRecord? Found);
