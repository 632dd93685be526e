namespace UsageCluster.Actors.Ports;

/// <summary>The database was written by a newer program; this one leaves it alone.</summary>
public sealed class SchemaTooNewException(int found, int known)
    : Exception($"The database has schema version {found}; this program knows versions up to {known}. Use the newer program.")
{
    /// <summary>The database's schema version.</summary>
    public int Found { get; } = found;

    /// <summary>The newest version that this program knows.</summary>
    public int Known { get; } = known;
}
