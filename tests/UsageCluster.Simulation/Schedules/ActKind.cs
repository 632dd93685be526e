namespace UsageCluster.Simulation.Schedules;

/// <summary>What somebody does in a run: clients and administrators first, then the saboteur.</summary>
internal enum ActKind
{
    Record,
    RecordBatch,
    DryRun,
    Correct,
    ChangeCompany,
    OverridePrice,
    AssignPlan,
    AddTransaction,
    AddRule,
    AddPlan,
    PutAts,
    ReadCompany,
    ReadAts,
    ReadTransactions,
    ReadRows,
    FindEvent,

    /// <summary>A fault waits for the next call of its kind: see <see cref="Faults.CallFault"/>.</summary>
    ArmCallFault,

    /// <summary>A process is gone between two of its turns; another starts a while later.</summary>
    Crash,

    /// <summary>A process stands still for a while; clocks and messages go on.</summary>
    Pause,

    /// <summary>A node and the store do not reach each other for a while.</summary>
    CutOff,

    /// <summary>A node's wall clock jumps.</summary>
    TurnClock,

    /// <summary>A node's clocks run fast or slow, by less than the lease's margin.</summary>
    SkewClock,

    /// <summary>A node makes one more activation of a company.</summary>
    DoubleActivate,

    /// <summary>A node gives an activation up.</summary>
    Deactivate,

    /// <summary>Another node finds a lease expired and marks it dead, before its owner knows.</summary>
    KillLease,

    /// <summary>A snapshot is lost, replaced by an older one, moved or damaged.</summary>
    HarmSnapshot,

    /// <summary>Everything stands still for hours or weeks.</summary>
    Overnight,
}
