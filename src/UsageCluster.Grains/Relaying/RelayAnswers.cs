using System.Collections.Immutable;

namespace UsageCluster.Grains.Relaying;

/// <summary>A silo's answers to <see cref="RelayedEvents"/>, in their order.</summary>
/// <param name="Answers">An answer for each event.</param>
[GenerateSerializer, Immutable, Alias("usage.RelayAnswers")]
public sealed record RelayAnswers([property: Id(0)] ImmutableArray<RelayAnswer> Answers);
