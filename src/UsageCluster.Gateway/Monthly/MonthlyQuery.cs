using System.Globalization;
using Microsoft.AspNetCore.Http;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Monthly;

/// <summary>What <c>GET /billing/usage/monthly</c> asks for.</summary>
/// <param name="From">The first month.</param>
/// <param name="To">The last month, inclusive.</param>
/// <param name="CompanyIds">The companies named; none: all that the key sees.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="PerPage">Rows of a page.</param>
internal sealed record MonthlyQuery(DateTime From, DateTime To, IReadOnlyList<string> CompanyIds, int Page, int PerPage)
{
    /// <summary>The most months of a query.</summary>
    public const int MonthsMax = 240;

    private const int MonthsDefault = 12;
    private const int PerPageDefault = 50;
    private const int PerPageMax = 500;
    private const int CompaniesMax = 100;

    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static MonthlyQuery Read(HttpRequest request, Instant now)
    {
        var reader = new QueryReader(request);
        var from = reader.Month("from");
        var to = reader.Month("to");
        var companyIds = reader.Tokens("companyId", CompaniesMax);
        var page = reader.Integer("page", 1, int.MaxValue) ?? 1;
        var perPage = reader.Integer("per_page", 1, PerPageMax) ?? PerPageDefault;
        var today = new DateTime(now.Ticks, DateTimeKind.Utc);
        var last = to ?? new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var first = from ?? Back(last);
        if (!reader.IsBad("from") && !reader.IsBad("to"))
            Check(reader, from, first, last);
        reader.ThrowIfBad();
        return new MonthlyQuery(first, last, companyIds, page, perPage);
    }

    private static DateTime Back(DateTime last)
    {
        var first = last.AddMonths(1 - MonthsDefault);
        return first >= DateTime.UnixEpoch ? first : DateTime.UnixEpoch;
    }

    private static void Check(QueryReader reader, DateTime? from, DateTime first, DateTime last)
    {
        var months = ((last.Year - first.Year) * 12) + last.Month - first.Month + 1;
        if (months < 1)
            reader.Add("from", string.Create(CultureInfo.InvariantCulture, $"must not be after to, which is {last:yyyy-MM}."));
        else if (months > MonthsMax)
            reader.Add(from is null ? "to" : "from", string.Create(CultureInfo.InvariantCulture, $"expected at most {MonthsMax} months."));
    }
}
