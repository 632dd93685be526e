using UsageCluster.Actors.Ports;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>What a process is asked to do when it dies, by clients who ask again once it is back.</summary>
internal abstract class CrashWork
{
    /// <summary>What must be there first; nothing dies yet.</summary>
    public virtual Task PrepareAsync(CrashWorld world) => Task.CompletedTask;

    /// <summary>Asks once; the process dies meanwhile, or is asked again.</summary>
    public abstract Task AskAsync(CrashWorld world);

    /// <summary>Of each company that the last call was about, whether what it asked for is in the store.</summary>
    public abstract Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows);

    /// <summary>Past the process, which is dead.</summary>
    public virtual Task MeanwhileAsync(CrashWorld world) => Task.CompletedTask;

    /// <summary>Asks the next process until it has answered, and checks what came of it.</summary>
    public abstract Task FinishAsync(CrashWorld world);
}
