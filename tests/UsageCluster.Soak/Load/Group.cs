using UsageCluster.Soak.Model;
using UsageCluster.Soak.Servers;
using UsageCluster.TestKit.Http;

namespace UsageCluster.Soak.Load;

/// <summary>Companies that one server answers for, an ATS of them, and their clients' keys.</summary>
internal sealed class Group(string name, DateTime start)
{
    public const int Days = 40;

    private readonly Dictionary<string, string> _companyKeys = [];
    private Uri? _url;
    private int _membership;

    public string Name => name;

    public string AtsId => name + "-ats";

    /// <summary>Always members of the ATS: ten on minutes, three on credits, two that switch.</summary>
    public IReadOnlyList<CompanyModel> Companies { get; } =
        [.. Enumerable.Range(0, 15).Select(i => new CompanyModel($"{name}-{i:00}", onCredits: i is >= 10 and < 13))];

    /// <summary>Now a member of the ATS, now not.</summary>
    public CompanyModel Guest { get; } = new(name + "-guest", onCredits: false);

    public IEnumerable<CompanyModel> All => Companies.Append(Guest);

    public IReadOnlyList<CompanyModel> OnMinutes => [.. Companies.Take(10)];

    public IReadOnlyList<CompanyModel> Switching => [.. Companies.Skip(13)];

    /// <summary>The first day that events occur on.</summary>
    public DateTime FirstDay { get; } = start.Date.AddDays(-Days);

    /// <summary>No event occurs later.</summary>
    public DateTime Start => start;

    /// <summary>The server that clients are sent to now.</summary>
    public Uri Url
    {
        get => Volatile.Read(ref _url)!;
        set => Volatile.Write(ref _url, value);
    }

    public string RuntimeKey { get; private set; } = "";

    public string AtsKey { get; private set; } = "";

    public string? WebhookId { get; private set; }

    /// <summary>Odd while the guest comes or goes; a multiple of 4 while it is away.</summary>
    public int Membership => Volatile.Read(ref _membership);

    public bool HasGuest => Membership % 4 != 0;

    public string KeyOf(CompanyModel company) => _companyKeys[company.Id];

    /// <summary>The guest begins or ends to come or go.</summary>
    public void ChangeMembership() => Interlocked.Increment(ref _membership);

    public async Task ProvisionAsync(Uri url, Uri? webhook)
    {
        Url = url;
        using var admin = new UsageApi(url, Site.AdminKey);
        await admin.PutAsync("/admin/price-rules/*", new
        {
            baseCost = ModelEvent.BaseCost,
            includedMinutes = 0,
            costPerMinute = ModelEvent.CostPerMinute,
            effectiveFrom = "2020-01-01",
        });
        await admin.PutAsync("/admin/plans/small", new { name = "Small", monthlyFee = 10, currency = "EUR", includedMinutes = 100, pricePerMinute = 0.1m });
        await admin.PutAsync("/admin/plans/large", new { name = "Large", monthlyFee = 90, currency = "EUR", includedMinutes = 2_000, pricePerMinute = 0.05m });
        foreach (var company in All)
        {
            var system = Companies.Skip(10).Take(3).Contains(company) ? "credits" : "minutes";
            await admin.PutAsync($"/admin/companies/{company.Id}", new { companyName = company.Id, billingSystem = system, billingSystemSince = "2020-01-01" });
            _companyKeys[company.Id] = await KeyAsync(admin, new { kind = "company", owner = company.Id, name = "soak" });
        }

        await admin.PutAsync($"/admin/ats/{AtsId}", new { atsName = name, companies = Companies.Select(c => c.Id) });
        AtsKey = await KeyAsync(admin, new { kind = "ats", owner = AtsId, name = "soak" });
        RuntimeKey = await admin.RuntimeKeyAsync();
        if (webhook is not null)
            WebhookId = (await admin.PostAsync("/admin/webhooks", new { url = webhook })).GetProperty("id").GetString();
    }

    private static async Task<string> KeyAsync(UsageApi admin, object key) => (await admin.PostAsync("/admin/keys", key)).GetProperty("key").GetString()!;
}
