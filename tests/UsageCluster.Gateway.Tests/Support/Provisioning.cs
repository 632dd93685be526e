using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>Sets up companies, ATSs, keys and usage the way a customer's administration does: over the API.</summary>
internal sealed class Provisioning(ApiClient api, string adminKey)
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private int _events;

    public async Task CompanyAsync(string companyId, string name, string billingSystem = "minutes", string? since = null)
    {
        var body = new Dictionary<string, object> { ["companyName"] = name, ["billingSystem"] = billingSystem };
        if (since is not null)
            body["billingSystemSince"] = since;
        Expect(await api.PutAsync(adminKey, "/admin/companies/" + companyId, JsonSerializer.Serialize(body)), HttpStatusCode.OK, HttpStatusCode.Created);
    }

    public async Task AtsAsync(string atsId, params string[] companyIds)
    {
        var body = JsonSerializer.Serialize(new { atsName = "The " + atsId, companies = companyIds });
        Expect(await api.PutAsync(adminKey, "/admin/ats/" + atsId, body), HttpStatusCode.OK, HttpStatusCode.Created);
    }

    public async Task RuleAsync(string agentFocus, decimal baseCost, decimal includedMinutes, decimal costPerMinute)
    {
        var body = JsonSerializer.Serialize(new { baseCost, includedMinutes, costPerMinute });
        Expect(await api.PutAsync(adminKey, "/admin/price-rules/" + agentFocus, body), HttpStatusCode.OK, HttpStatusCode.Created);
    }

    /// <summary>A new key's id and text.</summary>
    public async Task<(string Id, string Text)> KeyAsync(string kind, string? owner = null, string? expiresAt = null)
    {
        var body = new Dictionary<string, object> { ["kind"] = kind, ["name"] = "a test's" };
        if (owner is not null)
            body["owner"] = owner;
        if (expiresAt is not null)
            body["expiresAt"] = expiresAt;
        var answer = Expect(await api.PostAsync(adminKey, "/admin/keys", JsonSerializer.Serialize(body)), HttpStatusCode.Created);
        return (answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("key").GetString()!);
    }

    /// <summary>Books events of equal content under ids of their own.</summary>
    public async Task UseAsync(
        string companyId,
        string occurredAt,
        decimal durationSeconds,
        string costKey = "interview_minutes",
        int repeat = 1,
        bool isTest = false,
        string? agentFocus = null,
        string? direction = null,
        string? resolution = null)
    {
        var runtime = _runtimeKey ??= (await KeyAsync("runtime")).Text;
        var events = Enumerable.Range(0, repeat).Select(_ => new
        {
            eventId = "event-" + Interlocked.Increment(ref _events).ToString(CultureInfo.InvariantCulture),
            companyId,
            occurredAt,
            durationSeconds,
            costKey,
            isTest,
            agentFocus,
            direction,
            resolution,
        });
        var answer = Expect(await api.PostAsync(runtime, "/ingest/events", JsonSerializer.Serialize(events, WithoutNulls)), HttpStatusCode.OK);
        Assert.Equal(repeat, answer.Json.GetProperty("accepted").GetInt32());
    }

    private string? _runtimeKey;

    private static Answer Expect(Answer answer, params HttpStatusCode[] statuses)
    {
        Assert.True(statuses.Contains(answer.Status), $"{answer.Status}: {answer.Text}");
        return answer;
    }
}
