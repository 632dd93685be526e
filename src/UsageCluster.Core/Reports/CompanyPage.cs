namespace UsageCluster.Core.Reports;

/// <summary>Some companies of a report that stand together. Immutable; the same object means the same names and reports.</summary>
/// <param name="companies">At least one, at most <see cref="Size"/>; not to be changed any more.</param>
public sealed class CompanyPage(NamedCompanyReport[] companies)
{
    /// <summary>Companies of a full page: few enough that a change of one makes little anew.</summary>
    public const int Size = 16;

    private readonly NamedCompanyReport[] _companies = companies;

    /// <summary>The companies, in order.</summary>
    public ReadOnlySpan<NamedCompanyReport> Companies => _companies;

    /// <summary>The pages that so many companies fill.</summary>
    public static int CountFor(int companies) => (companies + Size - 1) / Size;
}
