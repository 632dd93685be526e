using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/audit</c>: who changed what, newest first.</summary>
internal sealed class AuditAdmin(ControlPlane control)
{
    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        await AdminAnswer.WritePageAsync(context, page, await control.Store.ListAuditAsync(page, context.RequestAborted), Whole);
    }

    private static string Whole(AuditRecord record) => AdminAnswer.Write(json =>
    {
        json.WriteString("at", record.At.ToString());
        json.WriteString("keyId", record.KeyId);
        json.WriteString("action", record.Action);
        json.WriteString("target", record.Target);
        WriteResource(json, "before", record.BeforeJson);
        WriteResource(json, "after", record.AfterJson);
    });

    private static void WriteResource(Utf8JsonWriter json, string name, string? resource)
    {
        json.WritePropertyName(name);
        if (resource is null)
            json.WriteNullValue();
        else
            json.WriteRawValue(resource, skipInputValidation: true);
    }
}
