using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Usage;

/// <summary><c>GET</c> and <c>HEAD /billing/usage</c>.</summary>
internal sealed class UsageEndpoint(
    IUsageClient usage, ControlPlane control, AccessScope scope, RenderedReports rendered, TimeProvider time)
{
    private static readonly string[] MediaTypes = ["application/json", CsvAnswer.MediaType, NdjsonAnswer.MediaType];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var principal = Principal.Of(context);
        var query = UsageQuery.Read(request, principal, Instant.From(time.GetUtcNow()));
        var media = MediaTypes[MediaNegotiation.Choose(request.Headers.Accept, MediaTypes)];
        var coding = CodingNegotiation.Choose(request.Headers.AcceptEncoding);

        var access = await scope.DecideAsync(principal, query.CompanyId, context.RequestAborted);
        if (access.CompanyId is { } companyId)
            await WriteCompanyAsync(context, principal, companyId, query.Range, media, coding);
        else
            await WriteAtsAsync(context, access.AtsId!, query.Range, media, coding);
    }

    private async Task WriteCompanyAsync(HttpContext context, Principal principal, string companyId, TimeRange range, string media, ContentCoding coding)
    {
        var company = await control.FindCompanyAsync(companyId, context.RequestAborted) ?? throw Vanished(principal, companyId);
        var report = await usage.ReportCompanyAsync(companyId, range, context.RequestAborted);
        if (media == MediaTypes[0])
            await UsageWriter.WriteAsync(context, rendered.Of(company.CompanyName, report), coding);
        else
            await StreamAsync(context, [new NamedCompanyReport(company.CompanyName, report)], media);
    }

    private async Task WriteAtsAsync(HttpContext context, string atsId, TimeRange range, string media, ContentCoding coding)
    {
        var report = await usage.ReportAtsAsync(atsId, range, context.RequestAborted) ?? throw AccessScope.OwnerDeleted();
        if (media == MediaTypes[0])
            await UsageWriter.WriteAsync(context, rendered.Of(report), coding);
        else
            await StreamAsync(context, report.Companies, media);
    }

    private static Task StreamAsync(HttpContext context, IReadOnlyList<NamedCompanyReport> companies, string media)
    {
        var entries = companies.SelectMany(company => company.Report.Systems, (company, entry) => (Company: company, Entry: entry));
        return media == CsvAnswer.MediaType
            ? CsvAnswer.SendAsync(context, UsageCsv.Header, entries.SelectMany(e => UsageCsv.Rows(e.Company, e.Entry)).ToAsyncEnumerable(), UsageCsv.Write)
            : NdjsonAnswer.SendAsync(
                context, entries.ToAsyncEnumerable(), static (json, e) => UsageJson.WriteEntry(json, e.Company.Report.CompanyId, e.Company.CompanyName, e.Entry));
    }

    private static Exception Vanished(Principal principal, string companyId) =>
        principal.Kind == KeyKind.Company ? AccessScope.OwnerDeleted() : new UnknownCompanyException(companyId);
}
