using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class PageLinksTests
{
    [Theory]
    [InlineData("", "/billing/usage/monthly?page=2")]
    [InlineData("?page=2", "/billing/usage/monthly?page=2")]
    [InlineData("?from=2024-01&pa%67e=9&companyId=a%20b", "/billing/usage/monthly?from=2024-01&pa%67e=2&companyId=a%20b")]
    [InlineData("?companyId=a&companyId=b", "/billing/usage/monthly?companyId=a&companyId=b&page=2")]
    public void The_query_is_kept_but_for_the_page(string query, string self) => Assert.Equal(self, Links(query, 2, 3)["self"]);

    [Theory]
    [InlineData(1, 1, "self=1 first=1 last=1")]
    [InlineData(1, 0, "self=1 first=1 last=1")]
    [InlineData(1, 3, "self=1 first=1 last=3 next=2")]
    [InlineData(2, 3, "self=2 first=1 last=3 next=3 prev=1")]
    [InlineData(3, 3, "self=3 first=1 last=3 prev=2")]
    [InlineData(9, 3, "self=9 first=1 last=3 prev=3")]
    [InlineData(int.MaxValue, 0, "self=2147483647 first=1 last=1 prev=1")]
    public void A_link_is_there_where_its_page_is(int page, long pages, string expected)
    {
        var links = Links("", page, pages).Select(l => $"{l.Key}={l.Value.Split("page=")[1]}");

        Assert.Equal(expected, string.Join(' ', links));
    }

    private static Dictionary<string, string> Links(string query, int page, long pages)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/billing/usage/monthly";
        context.Request.QueryString = new QueryString(query);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            new PageLinks(context.Request, page, pages).Write(json);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory).RootElement.EnumerateObject()
            .ToDictionary(l => l.Name, l => l.Value.GetProperty("href").GetString()!);
    }
}
