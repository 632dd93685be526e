using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class PageQueryTests
{
    [Theory]
    [InlineData("", 1, 10, 0)]
    [InlineData("?page=3", 3, 10, 20)]
    [InlineData("?page=2&pageSize=100", 2, 100, 100)]
    [InlineData("?page=2147483647&pageSize=100", 2147483647, 100, 214748364600)]
    public void A_page_is_read_with_its_defaults(string query, int page, int pageSize, long offset)
    {
        var reader = Reader(query);

        var asked = PageQuery.Read(reader);

        Assert.Empty(reader.Errors);
        Assert.Equal(new PageQuery(page, pageSize, null), asked);
        Assert.Equal(offset, asked.Offset);
    }

    [Fact]
    public void A_cursor_stands_in_place_of_the_page()
    {
        var reader = Reader("?after=abc&pageSize=5");

        Assert.Equal(new PageQuery(null, 5, "abc"), PageQuery.Read(reader));
        Assert.Empty(reader.Errors);
    }

    [Theory]
    [InlineData("?page=0", "page")]
    [InlineData("?page=-1", "page")]
    [InlineData("?page=1.5", "page")]
    [InlineData("?page=2147483648", "page")]
    [InlineData("?page=", "page")]
    [InlineData("?pageSize=0", "pageSize")]
    [InlineData("?pageSize=101", "pageSize")]
    [InlineData("?pageSize=ten", "pageSize")]
    [InlineData("?after=", "after")]
    [InlineData("?page=1&after=abc", "after")]
    [InlineData("?page=1&page=2", "page")]
    [InlineData("?page=0&pageSize=101", "page,pageSize")]
    public void Bad_paging_is_named(string query, string fields)
    {
        var reader = Reader(query);

        PageQuery.Read(reader);

        Assert.Equal(fields.Split(','), reader.Errors.Select(e => e.Name));
    }

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(1, 10, 1)]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    public void A_part_of_a_page_is_a_page(long rows, int pageSize, long pages) =>
        Assert.Equal(pages, new PageMeta(new PageQuery(1, pageSize, null), rows, null).TotalPages);

    private static QueryReader Reader(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new QueryReader(context.Request);
    }
}
