using System.Net;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Billing;

/// <summary>A month whose money is beyond 64 bits, by a price that nobody can have meant.</summary>
public sealed class UncountableMonthTests : AdminServerTests
{
    [Fact]
    public async Task It_closes_without_a_charge_and_is_posted_once_a_correction_makes_it_countable()
    {
        await CompaniesAsync("c");
        await PutWellAsync(
            "plans/dear", """{"name":"Dear","monthlyFee":29,"currency":"EUR","includedMinutes":0,"pricePerMinute":9000000000000,"featureFlags":{}}""");
        await PutWellAsync("companies/c/plan", """{"planId":"dear","effectiveFrom":"2024-02-01"}""");
        await Server.Provision.UseAsync("c", "2024-02-01T00:00:00Z", 400 * 60);
        Server.Time.Advance(TimeSpan.FromDays(40));

        await Server.Provision.UseAsync("c", "2024-02-01T00:00:00Z", 60);
        await Server.Provision.UseAsync("c", "2024-03-10T00:00:00Z", 0);
        Assert.Equal(0m, await FebruaryAsync());

        foreach (var number in new[] { 1, 2 })
        {
            var made = await PostAsync("companies/c/corrections", $$"""{"id":"v{{number}}","eventId":"event-{{number}}","kind":"void","reason":"Wrong"}""");
            Assert.Equal(HttpStatusCode.Created, made.Status);
        }

        Assert.Equal(29m, await FebruaryAsync());
    }

    private async Task<decimal> FebruaryAsync()
    {
        var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/transactions?companyId=c");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.GetProperty("data").EnumerateArray().Where(r => r.GetProperty("reference").GetString() == "2024-02").Sum(r => r.GetProperty("amount").GetDecimal());
    }
}
