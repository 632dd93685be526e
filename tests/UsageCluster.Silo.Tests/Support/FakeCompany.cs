using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>An activation that only knows whether it was given up.</summary>
internal sealed class FakeCompany(string companyId, CompanyActor? actor = null) : IActiveCompany
{
    public string CompanyId => companyId;

    public CompanyActor? Actor => actor;

    public bool IsGivenUp { get; private set; }

    public Action? WhenGivenUp { get; set; }

    public TimeSpan? KeptFor { get; set; }

    public bool WasUsed { get; private set; }

    /// <summary>What it answers to every event.</summary>
    public Task<RecordOutcome?> Answer { get; set; } = Task.FromResult<RecordOutcome?>(null);

    public Task<RecordOutcome?> RecordAsync(UsageEvent report, bool onlyPromptly) => Answer;

    public void NoteUse() => WasUsed = true;

    public bool TakeUse()
    {
        var was = WasUsed;
        WasUsed = false;
        return was;
    }

    public void Keep(TimeSpan time)
    {
        if (Failure is not null)
            throw Failure;
        KeptFor = time;
    }

    /// <summary>What the activation does in place of what it is told.</summary>
    public Exception? Failure { get; set; }

    public void SendHome() => GiveUp("");

    public void GiveUp(string why)
    {
        if (Failure is not null)
            throw Failure;
        IsGivenUp = true;
        WhenGivenUp?.Invoke();
    }
}
