using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace UsageCluster.Gateway.Responses;

/// <summary>The links (HAL) of a page among others: the request's own path and query with another page.</summary>
internal sealed class PageLinks(HttpRequest request, int page, long pages)
{
    private const string Parameter = "page";

    /// <summary>This page.</summary>
    public string Self => To(page);

    /// <summary>
    /// Writes the links as members of the object that is open: <c>self</c>, <c>first</c>, <c>last</c>, and <c>next</c> and <c>prev</c> where they
    /// exist. Of a page past the end, <c>prev</c> is the last one.
    /// </summary>
    public void Write(Utf8JsonWriter json)
    {
        var last = Math.Max(1, pages);
        Write(json, "self", Self);
        Write(json, "first", To(1));
        Write(json, "last", To(last));
        if (page < last)
            Write(json, "next", To(page + 1L));
        if (page > 1)
            Write(json, "prev", To(Math.Min(page - 1L, last)));
    }

    /// <summary>Writes one link as a member.</summary>
    public static void Write(Utf8JsonWriter json, string relation, string href)
    {
        json.WriteStartObject(relation);
        json.WriteString("href", href);
        json.WriteEndObject();
    }

    private string To(long number)
    {
        // What the client wrote stays as it was encoded.
        var href = new StringBuilder(request.PathBase.ToUriComponent()).Append(request.Path.ToUriComponent());
        var separator = '?';
        var isIn = false;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            href.Append(separator).Append(pair.EncodedName).Append('=');
            separator = '&';
            if (!pair.DecodeName().Span.SequenceEqual(Parameter))
            {
                href.Append(pair.EncodedValue);
                continue;
            }

            href.Append(CultureInfo.InvariantCulture, $"{number}");
            isIn = true;
        }

        if (!isIn)
            href.Append(separator).Append(Parameter).Append('=').Append(CultureInfo.InvariantCulture, $"{number}");
        return href.ToString();
    }
}
