namespace UsageCluster.Actors.Alerts;

/// <summary>At what use an alert fires.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Amount">How much of it, more than 0, in the measure's unit.</param>
public readonly record struct AlertThreshold(AlertMeasure Measure, long Amount);
