namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>The bounds of a <see cref="Gathering{TQuestion, TAnswer}"/>.</summary>
/// <param name="LanesMax">Shared statements in flight.</param>
/// <param name="AloneMax">Statements for one question in flight.</param>
/// <param name="WeightMax">The weight that a shared statement takes; a single question may weigh more.</param>
internal readonly record struct GatheringBounds(int LanesMax, int AloneMax, int WeightMax);
