namespace UsageCluster.Core.Time;

/// <summary>The one grammar of instants in queries and bodies: <c>yyyy-MM-dd[Thh:mm[:ss[.f{1,7}]][Z|±hh:mm]]</c>.</summary>
public static class InstantGrammar
{
    /// <summary>
    /// Reads an instant. A date is its 00:00 UTC; no offset means UTC. False for anything else, and for an instant
    /// outside <see cref="Instant.Earliest"/> to <see cref="Instant.Latest"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant) => throw new NotSupportedException();
}
