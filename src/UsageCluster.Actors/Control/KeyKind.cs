namespace UsageCluster.Actors.Control;

/// <summary>Whose key it is. The numbers are stored: never change one.</summary>
public enum KeyKind
{
    /// <summary>Sees its own company.</summary>
    Company = 1,

    /// <summary>Sees every company that its ATS manages.</summary>
    Ats = 2,

    /// <summary>Writes usage for the companies it is bound to, or all.</summary>
    Runtime = 3,

    /// <summary>The administration.</summary>
    Admin = 4,
}
