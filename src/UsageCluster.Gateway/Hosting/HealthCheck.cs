namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// The command <c>healthcheck [URL]</c>: asks a running server for its health and says it by exit code. For containers, whose image has neither a
/// shell nor another program that could ask.
/// </summary>
public static class HealthCheck
{
    /// <summary>The command's name, the first of a program's arguments.</summary>
    public const string Command = "healthcheck";

    /// <summary>What is asked unless told otherwise.</summary>
    public const string UrlDefault = HostSettings.UrlsDefault + "/healthz/ready";

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Whether a program is called for its command.</summary>
    public static bool IsAsked(IReadOnlyList<string> arguments) => arguments is [Command, ..];

    /// <summary>0: the server answered 200; 1: it did not, with a line that says what it did. Throws <see cref="StartException"/> on what is no URL.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter errors)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        var url = UrlOf(arguments);
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode == System.Net.HttpStatusCode.OK)
                return 0;
            await errors.WriteLineAsync($"{url} answered {(int)answer.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await errors.WriteLineAsync($"{url} did not answer: {failure.Message}");
        }

        return 1;
    }

    private static Uri UrlOf(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 2)
            throw StartException.Usage($"{Command} takes one URL.");
        var text = arguments.Count == 2 ? arguments[1] : UrlDefault;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw StartException.Usage($"'{text}' is no URL to ask: http://HOST:PORT/healthz/ready is wanted.");
    }
}
