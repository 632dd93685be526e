using UsageCluster.Actors.Companies;

namespace UsageCluster.Silo.Companies;

/// <summary>One company's activation as its silo sees it; safe on any thread.</summary>
internal interface IActiveCompany
{
    /// <summary>The company.</summary>
    string CompanyId { get; }

    /// <summary>The actor, for its view; null: not active yet.</summary>
    CompanyActor? Actor { get; }

    /// <summary>Notes a read that went past the activation. Cheap: it is called on every one.</summary>
    void NoteRead();

    /// <summary>Whether it was read since the last call.</summary>
    bool TakeRead();

    /// <summary>Has the activation not end as unused for this long.</summary>
    void Keep(TimeSpan time);

    /// <summary>Has the activation end soon.</summary>
    void GiveUp(string why);

    /// <summary>Has the activation end soon, and the next one begin on the silo that the company belongs to.</summary>
    void SendHome();
}
