using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Has a made-up company answered for, in memory and for nobody to see: what reading a call and answering one run through, apart from the store. The
/// host's engine makes the report where it lends one.
/// </summary>
internal sealed class UsageRehearsal(GatewayOptions options, TimeProvider time, IEngineRehearsal? engine = null)
{
    /// <summary>Runs through it.</summary>
    public async Task RunAsync()
    {
        var company = new MadeUpCompany(Instant.From(time.GetUtcNow()));
        var context = Request();
        var query = UsageQuery.Read(context.Request, new Principal(MadeUpCompany.Key), company.Now);
        if (engine is null)
            await AnswerAsync(context, Restore(company).View().Report(query.Range));
        else
            await engine.RunAsync(company, company, client => UseAsync(client, company, context, query));
    }

    private async Task UseAsync(IUsageClient client, MadeUpCompany company, HttpContext context, UsageQuery query)
    {
        // The first finds the company asleep, and the second awake. In the range are uses that are in its snapshot alone.
        await client.ReportCompanyAsync(MadeUpCompany.Id, query.Range, CancellationToken.None);
        await AnswerAsync(context, await client.ReportCompanyAsync(MadeUpCompany.Id, query.Range, CancellationToken.None));
        await client.RecordAsync(MadeUpCompany.Id, company.Reports, dryRun: true, CancellationToken.None);
    }

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?start=2024-01-01&end=2024-01-31T09:30:00.001Z");
        context.Request.Headers.Authorization = $"Bearer {MadeUpCompany.Id}";
        KeyAuthentication.TryReadKey(context.Request.Headers, out _);
        return context;
    }

    private static CompanyBooks Restore(MadeUpCompany company) => BooksSnapshot.TryDecode(MadeUpCompany.Id, company.Snapshot.Books, out var books)
        ? books!
        : throw new InvalidOperationException("A snapshot just made is not read.");

    private Task AnswerAsync(HttpContext context, CompanyReport report)
    {
        var headers = context.Request.Headers;
        MediaNegotiation.Choose(headers.Accept, ["application/json"]);
        return UsageWriter.WriteAsync(context, new RenderedReports(options).Of(MadeUpCompany.Id, report), CodingNegotiation.Choose(headers.AcceptEncoding));
    }
}
