using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Monthly;

/// <summary><c>GET</c> and <c>HEAD /billing/usage/monthly</c>, <c>/express/usage/month</c>, and the rows of both.</summary>
internal sealed class MonthlyEndpoint(IUsageClient usage, CurrentPrices current, AccessScope scope, TimeProvider time)
{
    // Whoever walks the pages asks for the same months.
    private const int PeriodsMax = 8;

    private static readonly string[] MediaTypes = ["application/hal+json", "application/json", CsvAnswer.MediaType, NdjsonAnswer.MediaType];
    private static readonly string[] RowMediaTypes = ["application/hal+json", "application/json"];

    private readonly ConditionalWeakTable<CompanyLines, MonthlyCompany> _companies = [];
    private MonthlyPeriod[] _periods = [];

    /// <summary>Answers a page.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var query = MonthlyQuery.Read(request, Instant.From(time.GetUtcNow()));
        var media = MediaTypes[MediaNegotiation.Choose(request.Headers.Accept, MediaTypes)];
        var companyIds = await scope.DecideAsync(Principal.Of(context), query.CompanyIds, context.RequestAborted);
        var table = await TableAsync(companyIds, query.From, query.To, context.RequestAborted);
        if (media is CsvAnswer.MediaType or NdjsonAnswer.MediaType)
        {
            await ExportAsync(context, table, media);
            return;
        }

        var pages = (table.Total + query.PerPage - 1) / query.PerPage;
        var rows = table.Page((query.Page - 1L) * query.PerPage, query.PerPage);
        var links = new PageLinks(request, query.Page, pages);
        await JsonAnswer.WriteAsync(context, JsonAnswer.Render(json => MonthlyJson.WritePage(json, rows, links, query, table.Total, pages)), media);
    }

    /// <summary>Answers one row.</summary>
    public async Task HandleRowAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        if (!QueryReader.TryMonth((string?)context.Request.RouteValues["month"], out var month))
            throw new ProblemException(ErrorCodes.InvalidPath, "month: expected a month as 2024-01.", [new FieldError("month", "expected a month as 2024-01.")]);
        var id = AdminPath.Token(context, "id");
        var media = RowMediaTypes[MediaNegotiation.Choose(context.Request.Headers.Accept, RowMediaTypes)];
        var companyIds = await scope.DecideAsync(Principal.Of(context), [companyId], context.RequestAborted);
        var table = await TableAsync(companyIds, month, month, context.RequestAborted);
        var row = table.All().FirstOrDefault(r => r.Id == id)
            ?? throw new ProblemException(ErrorCodes.UsageRowNotFound, $"The company has no row '{id}' in {context.Request.RouteValues["month"]}.");
        await JsonAnswer.WriteAsync(context, JsonAnswer.Render(json => MonthlyJson.WriteRow(json, row)), media);
    }

    private static Task ExportAsync(HttpContext context, MonthlyTable table, string media)
    {
        var rows = table.All().ToAsyncEnumerable();
        return media == CsvAnswer.MediaType
            ? CsvAnswer.SendAsync(context, MonthlyCsv.Header, rows, MonthlyCsv.Write)
            : NdjsonAnswer.SendAsync(context, rows, MonthlyJson.WriteLine);
    }

    private async Task<MonthlyTable> TableAsync(IReadOnlyList<string> companyIds, DateTime from, DateTime to, CancellationToken cancellationToken)
    {
        for (MonthlyPrices? tooOld = null; ;)
        {
            var period = Period(from, to, await current.ReadAsync(tooOld, cancellationToken));
            var lines = await usage.LinesAsync(companyIds, period.Query, cancellationToken);
            var companies = new MonthlyCompany[lines.Count];
            for (var i = 0; i < companies.Length; i++)
                companies[i] = Company(lines[i], period);
            if (companies.All(c => c.IsPriced) || tooOld is not null)
                return new MonthlyTable(companies, period.Months.Count);
            tooOld = period.Prices;
        }
    }

    /// <summary>What was counted of the same figures before is not counted again.</summary>
    private MonthlyCompany Company(CompanyLines lines, MonthlyPeriod period)
    {
        if (_companies.TryGetValue(lines, out var known) && ReferenceEquals(known.Period, period))
            return known;
        var company = new MonthlyCompany(lines, period);
        _companies.AddOrUpdate(lines, company);
        return company;
    }

    private MonthlyPeriod Period(DateTime from, DateTime to, MonthlyPrices prices)
    {
        var periods = Volatile.Read(ref _periods);
        foreach (var period in periods)
        {
            if (period.From == from && period.To == to && ReferenceEquals(period.Prices, prices))
                return period;
        }

        var made = new MonthlyPeriod(from, to, prices);
        Volatile.Write(ref _periods, [made, .. periods.AsSpan(0, Math.Min(periods.Length, PeriodsMax - 1))]);
        return made;
    }
}
