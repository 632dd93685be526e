using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Alerts;

/// <summary>Asks for alerts to look at.</summary>
/// <param name="Holder">Who sweeps; one at a time.</param>
/// <param name="HeldFor">For how long nobody else does, by the store's clock.</param>
/// <param name="Periods">The periods that may still change: one or two.</param>
/// <param name="AfterAlertId">Behind which alert to go on, by id (ordinal); "" for the first.</param>
/// <param name="Limit">At most so many looks.</param>
public sealed record AlertSweepRequest(string Holder, TimeSpan HeldFor, IReadOnlyList<CalendarMonth> Periods, string AfterAlertId, int Limit);
