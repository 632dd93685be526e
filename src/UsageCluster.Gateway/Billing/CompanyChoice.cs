using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Billing;

/// <summary>The company of an endpoint that answers for one.</summary>
internal static class CompanyChoice
{
    /// <summary>Reads <c>companyId</c>, which every key but a company's needs; what is bad is noted in the reader.</summary>
    public static string? Read(QueryReader reader, Principal principal)
    {
        var companyId = reader.Token("companyId");
        if (principal.Kind != KeyKind.Company && companyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed: the answer is of one company.");
        return companyId;
    }
}
