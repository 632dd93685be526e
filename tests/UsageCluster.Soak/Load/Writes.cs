using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Model;
using UsageCluster.Soak.Runs;
using UsageCluster.Soak.Servers;

namespace UsageCluster.Soak.Load;

/// <summary>What clients change. Each is sent again until it is answered.</summary>
internal sealed class Writes(Caller caller, Findings findings, CancellationToken end)
{
    /// <summary>Reports events that the model has as sent.</summary>
    public async Task IngestAsync(CallKind kind, Group group, IReadOnlyList<ModelEvent> events, TimeSpan due)
    {
        var known = events.Select(e => e.IsAcknowledged).ToList();
        if (await caller.SendUntilAnsweredAsync(IngestCall(kind, group, events), due, end) is not { } answer)
            return;
        var statuses = Answers.Statuses(answer.Body);
        for (var i = 0; i < events.Count; i++)
        {
            var status = statuses[i];
            if (status is not ("accepted" or "duplicate"))
                findings.Add($"{events[i].EventId} of {events[i].CompanyId} is {status}.");
            else if (status == "accepted" && known[i])
                findings.Add($"{events[i].EventId} of {events[i].CompanyId} was acknowledged and is accepted again.");
            else
                group.All.Single(c => c.Id == events[i].CompanyId).Acknowledge(events[i]);
        }
    }

    public static Call IngestCall(CallKind kind, Group group, IReadOnlyList<ModelEvent> events) =>
        new(kind, group, HttpMethod.Post, "/ingest/events", group.RuntimeKey) { Body = events.Select(e => e.Json()) };

    public async Task CorrectAsync(Group group, CompanyModel company, Correction correction, TimeSpan due)
    {
        var call = Admin(group, HttpMethod.Post, $"companies/{company.Id}/corrections", correction.Json()) with { Kind = CallKind.Correction };
        if (await caller.SendUntilAnsweredAsync(call, due, end) is not null)
            company.Acknowledge(correction);
    }

    public async Task SwitchAsync(Group group, CompanyModel company, (DateTime Since, bool OnCredits) to, TimeSpan due)
    {
        var body = new { companyName = company.Id, billingSystem = to.OnCredits ? "credits" : "minutes", billingSystemSince = to.Since.ToString("s") + "Z" };
        if (await caller.SendUntilAnsweredAsync(Admin(group, HttpMethod.Put, $"companies/{company.Id}", body), due, end) is not null)
            company.EndSwitch(to);
    }

    public async Task PlanAsync(Group group, CompanyModel company, string planId, DateTime from, TimeSpan due) => await caller.SendUntilAnsweredAsync(
        Admin(group, HttpMethod.Put, $"companies/{company.Id}/plan", new { planId, effectiveFrom = from.ToString("s") + "Z" }), due, end);

    public async Task TopUpAsync(Group group, CompanyModel company, string id, TimeSpan due) => await caller.SendUntilAnsweredAsync(
        Admin(group, HttpMethod.Post, $"companies/{company.Id}/transactions", new { id, type = "topup", amount = 25, currency = "credits" }), due, end);

    /// <summary>The guest comes or goes. One at a time: the caller has begun the change.</summary>
    public async Task MembershipAsync(Group group, bool comes, TimeSpan due)
    {
        var path = $"ats/{group.AtsId}/companies/{group.Guest.Id}";
        var call = comes ? Admin(group, HttpMethod.Put, path, null) : Admin(group, HttpMethod.Delete, path, null) with { MayBeAbsent = true };
        if (await caller.SendUntilAnsweredAsync(call, due, end) is not null)
            group.ChangeMembership();
    }

    /// <summary>Whether an alert was made that fires at once.</summary>
    public async Task<bool> AlertAsync(Group group, CompanyModel company, string id, TimeSpan due)
    {
        var body = new { id, name = id, companyId = company.Id, quantity = 0.001m, unit = "minutes", webhookIds = new[] { group.WebhookId } };
        return await caller.SendUntilAnsweredAsync(Admin(group, HttpMethod.Post, "alerts", body), due, end) is not null;
    }

    private static Call Admin(Group group, HttpMethod method, string path, object? body) =>
        new(CallKind.Admin, group, method, "/admin/" + path, Site.AdminKey) { Body = body };
}
