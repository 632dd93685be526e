namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>When in the life of a statement on PostgreSQL the process dies.</summary>
internal enum WireMoment
{
    /// <summary>It has left the process and does not arrive.</summary>
    NotSent,

    /// <summary>It has been executed, and its commit never arrives.</summary>
    ExecutedNotCommitted,

    /// <summary>It has been executed, and its commit arrives long after the death.</summary>
    CommittedLate,

    /// <summary>The database has begun to answer; the commit goes on without the process.</summary>
    Answering,

    /// <summary>It is committed; the answer does not arrive.</summary>
    Committed,

    /// <summary>Of a transaction of several statements: all are executed, and its COMMIT does not arrive.</summary>
    CommitNotSent,

    /// <summary>Of a transaction of several statements: COMMIT is done; its answer does not arrive.</summary>
    CommitNotHeard,
}
