using System.Globalization;
using System.Text.Json;

namespace UsageCluster.Cli.Servers;

/// <summary>What a server said in place of what it was asked for.</summary>
internal static class ServerRefusal
{
    /// <summary>Its own words where it has some, as "403 forbidden: …".</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">What is known of its body.</param>
    /// <param name="media">The media type that was asked for.</param>
    public static string Of(HttpResponseMessage response, ReadOnlySpan<char> body, string media)
    {
        var status = (int)response.StatusCode;
        var answered = response.Content.Headers.ContentType?.MediaType;
        try
        {
            if (answered == "application/problem+json")
            {
                var problem = JsonElement.Parse(body);
                return $"{status} {problem.GetProperty("code").GetString()}: {problem.GetProperty("detail").GetString()}";
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // It is no problem of ours.
        }

        return string.Create(CultureInfo.InvariantCulture, $"the server answered {status} with {answered ?? "nothing"} where 200 with {media} was asked for.");
    }
}
