namespace UsageCluster.Gateway.Monthly;

/// <summary>What a use is priced by.</summary>
/// <param name="PriceMicro">The price of a unit, in millionths of the currency's unit.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Unit">What is counted: <c>MINUTES</c>, <c>SECONDS</c>, <c>REQUESTS</c> or <c>OTHER</c> (credits).</param>
internal readonly record struct MonthlyPrice(long PriceMicro, string Currency, string Unit);
