using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Admin;

/// <summary>Answers of the administration: resources as JSON, one or a page of them.</summary>
internal static class AdminAnswer
{
    private const int PageSizeDefault = 10;
    private const int PageSizeMax = 100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The page that the query asks for; a <see cref="Problems.ProblemException"/> with 400 for bad paging.</summary>
    public static PageRequest Page(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var page = query.Integer("page", 1, int.MaxValue) ?? 1;
        var pageSize = query.Integer("pageSize", 1, PageSizeMax) ?? PageSizeDefault;
        query.ThrowIfBad();
        return new PageRequest(page, pageSize);
    }

    /// <summary>A page out of rows that are all at hand.</summary>
    public static PageOf<T> Cut<T>(IReadOnlyCollection<T> rows, PageRequest page) =>
        new([.. rows.Skip((int)Math.Min(page.Offset, int.MaxValue)).Take(page.PageSize)], rows.Count);

    /// <summary>Writes a resource.</summary>
    public static Task WriteAsync(HttpContext context, int status, string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = utf8.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(utf8, context.RequestAborted).AsTask();
    }

    /// <summary>Writes what a PUT made or found: 201 with <c>Location</c>, or 200.</summary>
    public static Task WritePutAsync(HttpContext context, bool created, string json)
    {
        if (created)
            context.Response.Headers.Location = context.Request.Path.ToUriComponent();
        return WriteAsync(context, created ? StatusCodes.Status201Created : StatusCodes.Status200OK, json);
    }

    /// <summary>Writes a page of resources in the envelope of lists.</summary>
    public static Task WritePageAsync<T>(HttpContext context, PageRequest page, PageOf<T> rows, Func<T, string> resource)
    {
        var json = Write(writer =>
        {
            writer.WriteStartArray("data");
            foreach (var row in rows.Rows)
                writer.WriteRawValue(resource(row), skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteStartObject("meta");
            writer.WriteNumber("page", page.Page);
            writer.WriteNumber("pageSize", page.PageSize);
            writer.WriteNumber("totalPages", (rows.TotalCount + page.PageSize - 1) / page.PageSize);
            writer.WriteNumber("totalCount", rows.TotalCount);
            writer.WriteEndObject();
        });
        return WriteAsync(context, StatusCodes.Status200OK, json);
    }

    /// <summary>An object of some members.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
