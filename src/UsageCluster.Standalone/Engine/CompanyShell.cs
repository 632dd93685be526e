using UsageCluster.Actors.Companies;

namespace UsageCluster.Standalone.Engine;

/// <summary>A company's actor in the directory.</summary>
internal sealed class CompanyShell(CompanyActor actor) : IActor
{
    public CompanyActor Actor { get; } = actor;

    public bool IsBroken => Actor.IsBroken;

    public Task ActivateAsync(CancellationToken cancellationToken) => Actor.ActivateAsync(cancellationToken);

    public Task DeactivateAsync(CancellationToken cancellationToken) => Actor.DeactivateAsync(cancellationToken);
}
