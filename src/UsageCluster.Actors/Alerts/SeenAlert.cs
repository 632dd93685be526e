using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Alerts;

/// <summary>A look at an alert that was taken to its end.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Period">The period.</param>
/// <param name="Seen">See <see cref="AlertLook.Seen"/>.</param>
public readonly record struct SeenAlert(string AlertId, CalendarMonth Period, string Seen);
