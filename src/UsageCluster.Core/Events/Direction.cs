namespace UsageCluster.Core.Events;

/// <summary>Which way an interaction went. The numbers are stored: never change one.</summary>
public enum Direction
{
    /// <summary><c>INBOUND</c></summary>
    Inbound = 1,

    /// <summary><c>OUTBOUND</c></summary>
    Outbound = 2,

    /// <summary><c>OTHER</c></summary>
    Other = 3,
}
