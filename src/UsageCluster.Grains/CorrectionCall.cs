using System.Collections.Immutable;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains;

/// <summary>Corrections of one company's events that are booked together.</summary>
/// <param name="Requests">The corrections, in order.</param>
[GenerateSerializer, Immutable, Alias("usage.CorrectionCall")]
public sealed record CorrectionCall([property: Id(0)] ImmutableArray<CorrectionRequest> Requests);
