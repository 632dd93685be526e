using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Admin;

/// <summary>The administration: every path below <c>/admin</c>.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services) => services
        .AddSingleton<CompanyAdmin>()
        .AddSingleton<AtsAdmin>()
        .AddSingleton<AtsMemberAdmin>()
        .AddSingleton<KeyAdmin>()
        .AddSingleton<PriceRuleAdmin>()
        .AddSingleton<PriceOverrideAdmin>()
        .AddSingleton<CorrectionAdmin>()
        .AddSingleton<CostKeyAdmin>()
        .AddSingleton<PlanAdmin>()
        .AddSingleton<CompanyPlanAdmin>()
        .AddSingleton<TransactionAdmin>()
        .AddSingleton<WebhookAdmin>()
        .AddSingleton<DeliveryAdmin>()
        .AddSingleton<AlertAdmin>()
        .AddSingleton<AuditAdmin>();

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var companies = services.GetRequiredService<CompanyAdmin>();
        Read(routes, "companies", companies.ListAsync);
        Read(routes, "companies/{companyId}", companies.GetAsync);
        Write(routes, HttpMethods.Put, "companies/{companyId}", companies.PutAsync);

        var overrides = services.GetRequiredService<PriceOverrideAdmin>();
        Read(routes, "companies/{companyId}/price-rules", overrides.ListAsync);
        Read(routes, "companies/{companyId}/price-rules/{agentFocus}", overrides.GetAsync);
        Write(routes, HttpMethods.Put, "companies/{companyId}/price-rules/{agentFocus}", overrides.PutAsync);

        var corrections = services.GetRequiredService<CorrectionAdmin>();
        Read(routes, "companies/{companyId}/corrections", corrections.ListAsync);
        Write(routes, HttpMethods.Post, "companies/{companyId}/corrections", corrections.PostAsync);

        var ats = services.GetRequiredService<AtsAdmin>();
        Read(routes, "ats", ats.ListAsync);
        Read(routes, "ats/{atsId}", ats.GetAsync);
        Write(routes, HttpMethods.Put, "ats/{atsId}", ats.PutAsync);
        Write(routes, HttpMethods.Delete, "ats/{atsId}", ats.DeleteAsync);

        var members = services.GetRequiredService<AtsMemberAdmin>();
        Read(routes, "ats/{atsId}/companies", members.ListAsync);
        Read(routes, "ats/{atsId}/companies/{companyId}", members.GetAsync);
        Write(routes, HttpMethods.Put, "ats/{atsId}/companies/{companyId}", members.PutAsync);
        Write(routes, HttpMethods.Delete, "ats/{atsId}/companies/{companyId}", members.DeleteAsync);

        var keys = services.GetRequiredService<KeyAdmin>();
        Read(routes, "keys", keys.ListAsync);
        Read(routes, "keys/{id}", keys.GetAsync);
        Write(routes, HttpMethods.Post, "keys", keys.PostAsync);
        Write(routes, HttpMethods.Post, "keys/{id}/rotate", keys.RotateAsync);
        Write(routes, HttpMethods.Delete, "keys/{id}", keys.DeleteAsync);

        var rules = services.GetRequiredService<PriceRuleAdmin>();
        Read(routes, "price-rules", rules.ListAsync);
        Read(routes, "price-rules/{agentFocus}", rules.GetAsync);
        Write(routes, HttpMethods.Put, "price-rules/{agentFocus}", rules.PutAsync);

        var costKeys = services.GetRequiredService<CostKeyAdmin>();
        Read(routes, "cost-keys", costKeys.ListAsync);
        Read(routes, "cost-keys/{costKey}", costKeys.GetAsync);
        Read(routes, "cost-keys/{costKey}/versions", costKeys.VersionsAsync);
        Write(routes, HttpMethods.Put, "cost-keys/{costKey}", costKeys.PutAsync);

        var plans = services.GetRequiredService<PlanAdmin>();
        Read(routes, "plans", plans.ListAsync);
        Read(routes, "plans/{planId}", plans.GetAsync);
        Read(routes, "plans/{planId}/versions", plans.VersionsAsync);
        Write(routes, HttpMethods.Put, "plans/{planId}", plans.PutAsync);

        var companyPlans = services.GetRequiredService<CompanyPlanAdmin>();
        Read(routes, "companies/{companyId}/plan", companyPlans.GetAsync);
        Write(routes, HttpMethods.Put, "companies/{companyId}/plan", companyPlans.PutAsync);

        var transactions = services.GetRequiredService<TransactionAdmin>();
        Read(routes, "companies/{companyId}/transactions", transactions.ListAsync);
        Write(routes, HttpMethods.Post, "companies/{companyId}/transactions", transactions.PostAsync);

        var webhooks = services.GetRequiredService<WebhookAdmin>();
        Read(routes, "webhooks", webhooks.ListAsync);
        Read(routes, "webhooks/{id}", webhooks.GetAsync);
        Write(routes, HttpMethods.Post, "webhooks", webhooks.PostAsync);
        Write(routes, HttpMethods.Put, "webhooks/{id}", webhooks.PutAsync);
        Write(routes, HttpMethods.Delete, "webhooks/{id}", webhooks.DeleteAsync);
        Write(routes, HttpMethods.Post, "webhooks/{id}/rotate", webhooks.RotateAsync);
        Write(routes, HttpMethods.Post, "webhooks/{id}/test", webhooks.TestAsync);

        var deliveries = services.GetRequiredService<DeliveryAdmin>();
        Read(routes, "webhooks/{id}/deliveries", deliveries.ListAsync);
        Read(routes, "webhooks/{id}/dead-letters", deliveries.ListDeadAsync);
        Write(routes, HttpMethods.Post, "webhooks/{id}/replay", deliveries.ReplayAsync);

        var alerts = services.GetRequiredService<AlertAdmin>();
        Read(routes, "alerts", alerts.ListAsync);
        Read(routes, "alerts/{id}", alerts.GetAsync);
        Write(routes, HttpMethods.Post, "alerts", alerts.PostAsync);
        Write(routes, HttpMethods.Put, "alerts/{id}", alerts.PutAsync);
        Write(routes, HttpMethods.Delete, "alerts/{id}", alerts.DeleteAsync);
        Write(routes, HttpMethods.Post, "alerts/{id}/test", alerts.TestAsync);

        Read(routes, "audit", services.GetRequiredService<AuditAdmin>().ListAsync);
    }

    private static void Read(IEndpointRouteBuilder routes, string path, RequestDelegate handle) =>
        routes.MapMethods("/admin/" + path, Reading, handle).NeedsScope(Scopes.AdminRead);

    private static void Write(IEndpointRouteBuilder routes, string method, string path, RequestDelegate handle) =>
        routes.MapMethods("/admin/" + path, [method], handle).NeedsScope(Scopes.AdminWrite);
}
