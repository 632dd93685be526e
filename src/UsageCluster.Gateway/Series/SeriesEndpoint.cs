using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Series;

/// <summary><c>GET</c> and <c>HEAD /billing/usage/series</c>.</summary>
internal sealed class SeriesEndpoint(IUsageClient usage, AccessScope scope, TimeProvider time)
{
    private static readonly string[] MediaTypes = ["application/json"];
    private static readonly JsonEncodedText Minutes = JsonEncodedText.Encode("minutesUsed");
    private static readonly JsonEncodedText Credits = JsonEncodedText.Encode("creditsUsed");

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var query = SeriesQuery.Read(context.Request, principal, Instant.From(time.GetUtcNow()));
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        var access = await scope.DecideAsync(principal, query.CompanyId, context.RequestAborted);
        var companyIds = await scope.CompaniesAsync(access, context.RequestAborted);
        var companies = await usage.LinesAsync(companyIds, query.Lines, context.RequestAborted);
        var groups = Group(companies, query);
        await JsonAnswer.WriteAsync(context, Render(groups, query));
    }

    private static Dictionary<SeriesKey, SeriesGroup> Group(IReadOnlyList<CompanyLines> companies, SeriesQuery query)
    {
        var byCostKey = query.GroupBy.Contains("costKey");
        var byCompany = query.GroupBy.Contains("companyId");
        var byUse = byCostKey || query.GroupBy.Contains("agentFocus");
        var groups = new Dictionary<SeriesKey, SeriesGroup>();
        if (query.GroupBy.Count == 0)
            groups.Add(default, new SeriesGroup(query.Starts.Count));
        foreach (var company in companies)
        {
            var companyId = byCompany ? company.CompanyId : null;
            // What nothing was used of is a group only where groups are known without use.
            if (!byUse)
            {
                foreach (var system in company.Systems)
                    Of(groups, new SeriesKey(null, null, companyId), query).Show(system);
            }

            foreach (var line in company.Lines)
            {
                var group = Of(groups, new SeriesKey(byCostKey ? line.Key.CostKey : null, line.Key.AgentFocus, companyId), query);
                foreach (var point in line.Points)
                    group.Add(line.Key.System, point.Interval, point.Sums);
            }
        }

        return groups;
    }

    private static SeriesGroup Of(Dictionary<SeriesKey, SeriesGroup> groups, SeriesKey key, SeriesQuery query)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out var isKnown);
        if (!isKnown && (long)groups.Count * query.Starts.Count > SeriesQuery.PointsMax)
            throw new ProblemException(ErrorCodes.InvalidParameter, "groupBy: " + SeriesQuery.TooMany, [new FieldError("groupBy", SeriesQuery.TooMany)]);
        return group ??= new SeriesGroup(query.Starts.Count);
    }

    private static ReadOnlyMemory<byte> Render(Dictionary<SeriesKey, SeriesGroup> groups, SeriesQuery query) => JsonAnswer.Render(json =>
    {
        var sorted = groups.OrderBy(g => g.Key).ToArray();
        json.WriteStartObject("data");
        json.WriteStartArray("points");
        for (var bucket = 0; bucket < query.Starts.Count; bucket++)
        {
            var start = query.Starts[bucket].ToString();
            foreach (var (key, group) in sorted)
                WritePoint(json, start, query.GroupBy, key, group, bucket);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WritePoint(Utf8JsonWriter json, string start, IReadOnlyList<string> groupBy, SeriesKey key, SeriesGroup group, int bucket)
    {
        json.WriteStartObject();
        json.WriteString("start", start);
        foreach (var name in groupBy)
            json.WriteString(name, name switch { "costKey" => key.CostKey, "agentFocus" => key.AgentFocus, _ => key.CompanyId });
        json.WriteNumber("events", group.Events(bucket));
        json.WriteNumber("interviews", group.Interviews(bucket));
        if (group.Quantity(BillingSystem.Minutes, bucket) is { } minutes)
            ExactNumber.WriteQuantity(json, Minutes, BillingSystem.Minutes, minutes);
        if (group.Quantity(BillingSystem.Credits, bucket) is { } credits)
            ExactNumber.WriteQuantity(json, Credits, BillingSystem.Credits, credits);
        json.WriteEndObject();
    }
}
