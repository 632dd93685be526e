using System.Collections;
using System.Runtime.CompilerServices;

namespace UsageCluster.Core.Reports;

/// <summary>
/// The companies of a report in pages of a fixed size, which later reports share as long as nothing in them differs: what is made of a page can be
/// kept by its object. Immutable.
/// </summary>
[CollectionBuilder(typeof(CompanyPages), nameof(Create))]
public sealed class CompanyPages : IReadOnlyList<NamedCompanyReport>
{
    private readonly CompanyPage[] _pages;

    /// <summary>The companies of these pages, all of which but the last are full.</summary>
    public CompanyPages(CompanyPage[] pages)
    {
        _pages = pages;
        Count = pages.Length == 0 ? 0 : ((pages.Length - 1) * CompanyPage.Size) + pages[^1].Companies.Length;
    }

    /// <summary>Companies.</summary>
    public int Count { get; }

    /// <summary>The pages, in order; none is empty.</summary>
    public ReadOnlySpan<CompanyPage> Pages => _pages;

    /// <summary>The company at a place.</summary>
    public NamedCompanyReport this[int index] => _pages[index / CompanyPage.Size].Companies[index % CompanyPage.Size];

    /// <summary>Pages of these companies.</summary>
    public static CompanyPages Create(ReadOnlySpan<NamedCompanyReport> companies)
    {
        var pages = new CompanyPage[CompanyPage.CountFor(companies.Length)];
        for (var i = 0; i < pages.Length; i++)
        {
            var rest = companies[(i * CompanyPage.Size)..];
            pages[i] = new CompanyPage(rest[..Math.Min(CompanyPage.Size, rest.Length)].ToArray());
        }

        return new CompanyPages(pages);
    }

    /// <inheritdoc />
    public IEnumerator<NamedCompanyReport> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
