using System.Text.Json;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Admin;

/// <summary>An ATS as the administration writes it.</summary>
internal static class AtsJson
{
    /// <summary><c>atsId</c>, <c>atsName</c>, <c>companies</c>: the ids (ordinal).</summary>
    public static string Whole(AtsRow ats) => Whole(ats.AtsId, ats.AtsName, ats.Members.Select(m => m.CompanyId));

    /// <summary>The same.</summary>
    public static string Whole(string atsId, string atsName, IEnumerable<string> companyIds) => AdminAnswer.Write(json =>
    {
        WriteNames(json, atsId, atsName);
        json.WriteStartArray("companies");
        foreach (var companyId in companyIds.Order(StringComparer.Ordinal))
            json.WriteStringValue(companyId);
        json.WriteEndArray();
    });

    /// <summary>In a list: <c>atsId</c>, <c>atsName</c>, <c>companyCount</c>. The companies themselves may be many thousands.</summary>
    public static string Listed(AtsRow ats) => AdminAnswer.Write(json =>
    {
        WriteNames(json, ats.AtsId, ats.AtsName);
        json.WriteNumber("companyCount", ats.Members.Count);
    });

    /// <summary>A company that an ATS manages: <c>companyId</c>, <c>companyName</c>.</summary>
    public static string Member(AtsMember member) => AdminAnswer.Write(json =>
    {
        json.WriteString("companyId", member.CompanyId);
        json.WriteString("companyName", member.CompanyName);
    });

    /// <summary>The same for the audit, which knows no names: <c>companyId</c>.</summary>
    public static string Member(string companyId) => AdminAnswer.Write(json => json.WriteString("companyId", companyId));

    private static void WriteNames(Utf8JsonWriter json, string atsId, string atsName)
    {
        json.WriteString("atsId", atsId);
        json.WriteString("atsName", atsName);
    }
}
