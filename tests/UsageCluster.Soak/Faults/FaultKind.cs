namespace UsageCluster.Soak.Faults;

/// <summary>What is done to a store's servers.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of the exposed server; it is started again after some seconds.</summary>
    Kill,

    /// <summary>SIGSTOP of the exposed server, on PostgreSQL until its lease is over; then SIGCONT.</summary>
    Suspend,

    /// <summary>SIGTERM of the exposed server; on PostgreSQL its successor is started before.</summary>
    Restart,

    /// <summary>PostgreSQL is killed, and started after some seconds.</summary>
    DatabaseKill,

    /// <summary>PostgreSQL is restarted in order, its connections cut.</summary>
    DatabaseRestart,

    /// <summary>pg_terminate_backend of every connection, three times.</summary>
    Terminate,

    /// <summary>Clients that hang up before they are answered, by the hundred, on both servers.</summary>
    Disconnects,

    /// <summary>Five times the load, on both servers.</summary>
    Burst,
}
