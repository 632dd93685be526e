using UsageCluster.Core.Billing;

namespace UsageCluster.Gateway.Alerts;

/// <summary>What an alert's owner has used in a period, as the alert measures it.</summary>
/// <param name="Unit">The unit of both.</param>
/// <param name="Used">Milliseconds or millionths of a credit, exact.</param>
/// <param name="AllowanceMicro">The allowance, in millionths of a minute or credit; null where the threshold is a figure of its own.</param>
internal readonly record struct AlertReading(BillingSystem Unit, long Used, long? AllowanceMicro);
