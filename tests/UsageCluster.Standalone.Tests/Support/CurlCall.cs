using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace UsageCluster.Standalone.Tests.Support;

/// <summary>A printed <c>curl -s</c> line, taken apart as a shell would: single-quoted words, <c>-H</c> and <c>-d</c>.</summary>
internal sealed partial record CurlCall(Uri Url, IReadOnlyList<string> Headers, string? Body)
{
    public static List<CurlCall> AllIn(string output) =>
        [.. output.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("curl ", StringComparison.Ordinal)).Select(Parse)];

    /// <summary>The media type and text of the answer, which must be a 200.</summary>
    public async Task<(string? Type, string Body)> SendAsync()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, Url);
        if (Body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        foreach (var header in Headers)
        {
            var (name, value) = header.Split(": ", 2) is [var before, var after] ? (before, after) : throw new FormatException(header);
            if (name == "Content-Type")
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"{Url}: {(int)answer.StatusCode} {body}");
        return (answer.Content.Headers.ContentType?.MediaType, body);
    }

    private static CurlCall Parse(string line)
    {
        var words = Word().Matches(line).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Value).ToList();
        Assert.Equal(["curl", "-s"], words[..2]);
        var headers = new List<string>();
        Uri? url = null;
        string? body = null;
        for (var i = 2; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-H":
                    headers.Add(words[++i]);
                    break;
                case "-d":
                    body = words[++i];
                    break;
                default:
                    Assert.Null(url);
                    url = new Uri(words[i]);
                    break;
            }
        }

        return new CurlCall(url!, headers, body);
    }

    [GeneratedRegex(@"'(?<quoted>[^']*)'|\S+")]
    private static partial Regex Word();
}
