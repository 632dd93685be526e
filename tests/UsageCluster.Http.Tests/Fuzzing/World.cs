using System.Text.Json;
using UsageCluster.Http.Tests.Support;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>
/// What the server holds before the first request: two tenants that no request may change but by usage, and scratch companies and the like that requests
/// may do anything with.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const int Scratch = 4;
    private const int PoolMax = 20;

    private readonly Dictionary<Caller, string> _keys = [];

    private World(HttpServer server, WebhookReceiver receiver) => (Server, Receiver) = (server, receiver);

    public HttpServer Server { get; }

    public WebhookReceiver Receiver { get; }

    public Tenant Own { get; } = new('a');

    public Tenant Other { get; } = new('b');

    /// <summary>Monthly rows of the own tenant's company on minutes: month and id.</summary>
    public IReadOnlyList<(string Month, string Id)> Rows { get; private set; } = [];

    /// <summary>Keys that requests may rotate and revoke.</summary>
    public List<string> KeyIds { get; } = [];

    public List<string> WebhookIds { get; } = [];

    /// <summary>Events of scratch companies, to be corrected.</summary>
    public List<(string CompanyId, string EventId)> Events { get; } = [];

    /// <summary>Texts that no answer may carry, but the one that makes them.</summary>
    public IReadOnlyCollection<string> Secrets => _keys.Values;

    public static async Task<World> StartAsync(params (string Name, string Value)[] settings)
    {
        var receiver = await WebhookReceiver.StartAsync();
        HttpServer? server = null;
        try
        {
            server = await HttpServer.StartAsync([("Webhooks__AllowHttp", "true"), ("Webhooks__AllowPrivateNetworks", "true"), .. settings]);
            var world = new World(server, receiver);
            await world.ProvisionAsync();
            return world;
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text of a caller's key; for those that carry none that is taken, what they carry.</summary>
    public string Key(Caller caller) => _keys[caller];

    /// <summary>The canaries that an answer to the caller must not carry.</summary>
    public IEnumerable<string> Forbidden(Caller caller) => caller switch
    {
        Caller.Admin or Caller.Bootstrap or Caller.Runtime => [],
        Caller.Company or Caller.CreditsCompany or Caller.Ats or Caller.BoundRuntime => [Other.Canary, Other.Hidden],
        Caller.OtherCompany or Caller.OtherAts => [Own.Canary, Own.Hidden],
        _ => [Own.Canary, Own.Hidden, Other.Canary, Other.Hidden],
    };

    /// <summary>Takes up ids that an answer made.</summary>
    public void Note(FuzzCase made, RawAnswer answer)
    {
        var pool = made.Operation.Name switch
        {
            "POST /admin/keys" => KeyIds,
            "POST /admin/webhooks" => WebhookIds,
            _ => null,
        };
        if (pool is null || answer.Status != 201)
            return;
        pool.Add(answer.Json.GetProperty("id").GetString()!);
        if (pool.Count > PoolMax)
            pool.RemoveAt(0);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private async Task ProvisionAsync()
    {
        var admin = Server.Admin;
        await admin.PutAsync("/admin/price-rules/*", new { baseCost = 0, includedMinutes = 0, costPerMinute = 1 });
        foreach (var tenant in (Tenant[])[Own, Other])
            await ProvisionAsync(tenant);
        for (var i = 0; i < Scratch; i++)
            await admin.PutAsync($"/admin/companies/fz-{i}", new { companyName = $"Scratch {i}", billingSystem = i % 2 == 0 ? "minutes" : "credits" });
        for (var i = 0; i < Scratch; i++)
        {
            await admin.PutAsync($"/admin/ats/fz-ats-{i}", new { atsName = $"Scratch {i}", companies = new[] { "fz-0", "fz-1" } });
            await admin.PutAsync(
                $"/admin/plans/fz-plan-{i}", new { name = $"Plan {i}", monthlyFee = 1, currency = "EUR", includedMinutes = 10, pricePerMinute = 0.1 });
            KeyIds.Add((await admin.KeyAsync("runtime", null, "scratch")).Id);
            WebhookIds.Add((await admin.PostAsync("/admin/webhooks", new { url = new Uri(Receiver.Url, "/hook") })).GetProperty("id").GetString()!);
            await admin.PostAsync(
                "/admin/alerts", new { id = $"fz-alert-{i}", name = "Alert", companyId = $"fz-{i}", allowancePercent = 80, webhookIds = new[] { WebhookIds[i] } });
        }

        await MakeKeysAsync();
        await UseAsync();
        var months = await admin.GetAsync($"/billing/usage/monthly?companyId={Own.Minutes}&from=2024-01&to=2024-12");
        Rows = [.. months.GetProperty("_embedded").GetProperty("usage").EnumerateArray().Select(Row)];
    }

    private static (string Month, string Id) Row(JsonElement row) => (row.GetProperty("month").GetString()!, row.GetProperty("id").GetString()!);

    private async Task ProvisionAsync(Tenant tenant)
    {
        var admin = Server.Admin;
        await admin.PutAsync($"/admin/companies/{tenant.Minutes}", new { companyName = tenant.Hidden + " Minutes", billingSystem = "minutes" });
        await admin.PutAsync($"/admin/companies/{tenant.Credits}", new { companyName = tenant.Hidden + " Credits", billingSystem = "credits" });
        await admin.PutAsync($"/admin/ats/{tenant.Ats}", new { atsName = tenant.Hidden + " ATS", companies = new[] { tenant.Minutes, tenant.Credits } });
        await admin.PutAsync(
            $"/admin/companies/{tenant.Credits}/price-rules/{tenant.Focus}", new { baseCost = 1, includedMinutes = 0, costPerMinute = 2 });
        await admin.PostAsync(
            $"/admin/companies/{tenant.Credits}/transactions",
            new { id = tenant.Hidden + "-order", type = "topup", amount = 100, currency = "credits", description = tenant.Hidden + " order" });
    }

    private async Task MakeKeysAsync()
    {
        var admin = Server.Admin;
        async Task<string> MakeAsync(Caller caller, string kind, object? owner, string? expiresAt = null)
        {
            var (id, text) = await admin.KeyAsync(kind, owner, $"{kind} key", expiresAt);
            _keys[caller] = text;
            return id;
        }

        _keys[Caller.Bootstrap] = HttpServer.AdminKey;
        await MakeAsync(Caller.Admin, "admin", null);
        await MakeAsync(Caller.Company, "company", Own.Minutes);
        await MakeAsync(Caller.CreditsCompany, "company", Own.Credits);
        await MakeAsync(Caller.Ats, "ats", Own.Ats);
        await MakeAsync(Caller.Runtime, "runtime", null);
        await MakeAsync(Caller.BoundRuntime, "runtime", new[] { Own.Minutes, Own.Credits, "fz-0" });
        await MakeAsync(Caller.OtherCompany, "company", Other.Minutes);
        await MakeAsync(Caller.OtherAts, "ats", Other.Ats);
        var revoked = await MakeAsync(Caller.Revoked, "admin", null);
        await admin.DeleteAsync($"/admin/keys/{revoked}");
        // Over by the time of the first request.
        await MakeAsync(Caller.Expired, "admin", null, DateTimeOffset.UtcNow.AddSeconds(2).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", null));
        _keys[Caller.Malformed] = "uc_admin_" + new string('0', 24);
        _keys[Caller.Unknown] = "uc_admin_" + new string('0', 24) + "_" + new string('0', 64);
        var known = _keys[Caller.Admin];
        _keys[Caller.WrongSecret] = known[..^1] + (known[^1] == '0' ? '1' : '0');
        using var expired = new AdminApi(Server.Url, _keys[Caller.Expired]);
        using var deadline = new CancellationTokenSource(TestKit.Processes.ServerProcess.Timeout);
        while (await expired.IsTakenAsync())
            deadline.Token.ThrowIfCancellationRequested();
    }

    private async Task UseAsync()
    {
        using var runtime = new AdminApi(Server.Url, _keys[Caller.Runtime]);
        foreach (var tenant in (Tenant[])[Own, Other])
        {
            foreach (var companyId in (string[])[tenant.Minutes, tenant.Credits])
            {
                await runtime.PostAsync("/ingest/events", new
                {
                    eventId = tenant.EventId,
                    companyId,
                    occurredAt = "2024-03-01T10:00:00Z",
                    durationSeconds = 90,
                    costKey = tenant.CostKey,
                    agentFocus = tenant.Focus,
                    interviewId = tenant.Hidden + "-interview",
                });
            }
        }

        for (var i = 0; i < Scratch; i++)
        {
            await runtime.PostAsync(
                "/ingest/events", new { eventId = $"event-{i}", companyId = $"fz-{i}", occurredAt = "2024-03-01T10:00:00Z", durationSeconds = 60 });
            Events.Add(($"fz-{i}", $"event-{i}"));
        }
    }
}
