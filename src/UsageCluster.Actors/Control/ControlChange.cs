namespace UsageCluster.Actors.Control;

/// <summary>Names a row that changed, for caches to forget.</summary>
/// <param name="Kind">What kind of row.</param>
/// <param name="Id">Its id; empty where the kind has one row.</param>
public readonly record struct ControlChange(ControlKind Kind, string Id);
