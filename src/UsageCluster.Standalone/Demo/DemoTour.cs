namespace UsageCluster.Standalone.Demo;

/// <summary>Keys and ready-to-paste calls for the demo's data.</summary>
internal static class DemoTour
{
    public static string Of(string url, DemoKeys keys) => $$"""
        Demo data: ATS "{{DemoCompanies.AtsId}}" with three companies, three months of events up to now.
          ATS key      {{keys.Ats}}
          Company key  {{keys.Company}}   ({{DemoCompanies.Cobalt}}, on credits)
          Runtime key  {{keys.Runtime}}
          Admin key    {{keys.Admin}}

        Usage of all companies of the ATS, last 30 days:
          curl -s '{{url}}/billing/usage' -H 'Authorization: Bearer {{keys.Ats}}'
        One company:
          curl -s '{{url}}/billing/usage?companyId={{DemoCompanies.Aurora}}' -H 'Authorization: Bearer {{keys.Ats}}'
        The company on credits, by its own key:
          curl -s '{{url}}/billing/usage' -H 'Authorization: Bearer {{keys.Company}}'
        As CSV:
          curl -s '{{url}}/billing/usage' -H 'Accept: text/csv' -H 'Authorization: Bearer {{keys.Ats}}'
        Report an interview, twice: accepted, then duplicate:
          curl -s '{{url}}/ingest/events' -H 'Authorization: Bearer {{keys.Runtime}}' -H 'Content-Type: application/json' -d '{"eventId":"my-first-event","companyId":"{{DemoCompanies.Aurora}}","occurredAt":"2024-01-10T09:00:00Z","durationSeconds":90}'
        The companies, as the administrator sees them:
          curl -s '{{url}}/admin/companies' -H 'Authorization: Bearer {{keys.Admin}}'

        """;
}
