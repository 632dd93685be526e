using UsageCluster.Actors.Companies;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>An activation that only knows whether it was given up.</summary>
internal sealed class FakeCompany(string companyId, CompanyActor? actor = null) : IActiveCompany
{
    public string CompanyId => companyId;

    public CompanyActor? Actor => actor;

    public bool IsGivenUp { get; private set; }

    public Action? WhenGivenUp { get; set; }

    public void SendHome() => GiveUp("");

    public void GiveUp(string why)
    {
        IsGivenUp = true;
        WhenGivenUp?.Invoke();
    }
}
