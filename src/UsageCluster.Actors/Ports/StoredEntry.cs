using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Ports;

/// <summary>A row of a ledger, taken as it is.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Hash">The hash that it carries.</param>
/// <param name="Key">The key that it is unique by, with its text; null: it has none.</param>
/// <param name="Entry">What it says; null: it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null: it can.</param>
public sealed record StoredEntry(long Version, byte[] Hash, EventKey? Key, LedgerEntry? Entry, string? Fault);
