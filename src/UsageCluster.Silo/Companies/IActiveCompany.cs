using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Silo.Companies;

/// <summary>One company's activation as its silo sees it; safe on any thread.</summary>
internal interface IActiveCompany
{
    /// <summary>The company.</summary>
    string CompanyId { get; }

    /// <summary>The actor, for its view; null: not active yet.</summary>
    CompanyActor? Actor { get; }

    /// <summary>
    /// Books an event past the cluster's messages; null: it was not taken, and nothing was booked. Fails as the grain does, with what callers of
    /// every silo understand.
    /// </summary>
    /// <param name="report">The event.</param>
    /// <param name="onlyPromptly">Whether it is taken only if it goes with the company's next append.</param>
    Task<RecordOutcome?> RecordAsync(UsageEvent report, bool onlyPromptly);

    /// <summary>Notes a call that went past the activation's messages. Cheap: it is called on every one.</summary>
    void NoteUse();

    /// <summary>Whether it was so used since the last call.</summary>
    bool TakeUse();

    /// <summary>Has the activation not end as unused for this long.</summary>
    void Keep(TimeSpan time);

    /// <summary>Has the activation end soon.</summary>
    void GiveUp(string why);

    /// <summary>Has the activation end soon, and the next one begin on the silo that the company belongs to.</summary>
    void SendHome();
}
