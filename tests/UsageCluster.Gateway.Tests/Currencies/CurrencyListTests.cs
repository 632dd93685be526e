using UsageCluster.Gateway.Currencies;

namespace UsageCluster.Gateway.Tests.Currencies;

/// <summary>Holds the kept list against facts that are known from elsewhere.</summary>
public sealed class CurrencyListTests
{
    // As counted in the list's publication of 2026-01-01.
    private const int Count = 178;

    [Fact]
    public void The_list_is_whole() => Assert.Equal(Count, CurrencyList.All.Count);

    [Fact]
    public void Codes_and_numbers_are_well_formed_and_stand_once()
    {
        Assert.All(CurrencyList.All, c => Assert.Matches("^[A-Z]{3}$", c.Code));
        Assert.All(CurrencyList.All, c => Assert.Matches("^[0-9]{3}$", c.Number));
        Assert.All(CurrencyList.All, c => Assert.Matches("^[^,\"\\s][^,\"]*[^,\"\\s]$", c.Name));
        Assert.Equal(Count, CurrencyList.All.DistinctBy(c => c.Code).Count());
        Assert.Equal(Count, CurrencyList.All.DistinctBy(c => c.Number).Count());
        Assert.Equal(CurrencyList.All.OrderBy(c => c.Code, StringComparer.Ordinal), CurrencyList.All);
    }

    [Theory]
    [InlineData("USD", "840", 2, "US Dollar")]
    [InlineData("EUR", "978", 2, "Euro")]
    [InlineData("ALL", "008", 2, "Lek")]
    [InlineData("JPY", "392", 0, "Yen")]
    [InlineData("KWD", "414", 3, "Kuwaiti Dinar")]
    [InlineData("CLF", "990", 4, "Unidad de Fomento")]
    [InlineData("XCG", "532", 2, "Caribbean Guilder")]
    [InlineData("XAU", "959", null, "Gold")]
    [InlineData("XXX", "999", null, "The codes assigned for transactions where no currency is involved")]
    public void Known_currencies_are_as_the_standard_has_them(string code, string number, int? minorUnits, string name) =>
        Assert.Equal(new Currency(code, number, minorUnits, name), CurrencyList.All.Single(c => c.Code == code));

    [Theory]
    [InlineData("BGN")]
    [InlineData("ANG")]
    [InlineData("HRK")]
    [InlineData("DEM")]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("QQQ")]
    public void What_is_withdrawn_or_was_never_a_code_is_not_taken(string code) => Assert.False(CurrencyList.Contains(code));

    [Fact]
    public void Minor_units_are_those_of_the_list()
    {
        var byUnits = CurrencyList.All.GroupBy(c => c.MinorUnits ?? -1).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal([-1, 0, 2, 3, 4], byUnits.Keys.Order());
        Assert.Equal(7, byUnits[3]);
        Assert.Equal(2, byUnits[4]);
    }
}
