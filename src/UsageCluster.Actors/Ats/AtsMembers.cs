using UsageCluster.Actors.Control;

namespace UsageCluster.Actors.Ats;

/// <summary>The members of an ATS as the control plane gave them: by name (ordinal), then id.</summary>
internal sealed class AtsMembers
{
    public AtsMembers(AtsRow row, int companiesPerCall)
    {
        Row = row;
        CompanyIds = new string[row.Members.Count];
        for (var i = 0; i < CompanyIds.Length; i++)
            CompanyIds[i] = row.Members[i].CompanyId;
        CallIds = CompanyIds.Length <= companiesPerCall ? [CompanyIds] : [.. CompanyIds.Chunk(companiesPerCall)];
    }

    public AtsRow Row { get; }

    public string[] CompanyIds { get; }

    /// <summary>The same by the calls that a node which has them all is asked by; always the same lists, by which it may know them again.</summary>
    public string[][] CallIds { get; }
}
