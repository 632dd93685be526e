using UsageCluster.Actors.Control;

namespace UsageCluster.Actors.Ats;

/// <summary>The members of an ATS as the control plane gave them: by name (ordinal), then id.</summary>
internal sealed class AtsMembers(AtsRow row)
{
    public AtsRow Row { get; } = row;

    public string[] CompanyIds { get; } = [.. row.Members.Select(m => m.CompanyId)];
}
