using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using UsageCluster.Cli.Servers;

namespace UsageCluster.Cli.Exporting;

/// <summary>Copies what a server exports to a writer as it comes, and tells how far it is.</summary>
internal sealed class Exporter(TextWriter progress, ExportOptions options, TimeProvider clock)
{
    private const int BufferChars = 32 * 1024, ProblemCharsMax = 64 * 1024;

    private long _lines;
    private long _chars;

    /// <summary>
    /// Copies all of it. Throws <see cref="ServerFailedException"/> where the server refuses, cannot be reached, or does not send it whole: what was written
    /// by then is not the export.
    /// </summary>
    public async Task CopyAsync(Uri address, string key, string media, TextWriter output, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var handler = new SocketsHttpHandler
        {
            // A key goes where it was meant to go and nowhere else.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Accept.ParseAdd(media);
        try
        {
            using var response = await InTimeAsync(stop => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop), cancellationToken);
            using var body = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), new UTF8Encoding(false, true));
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != media)
                throw new ServerFailedException(await RefusalAsync(response, body, media, cancellationToken));
            await CopyAsync(body, output, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or DecoderFallbackException)
        {
            throw new ServerFailedException(
                _chars == 0 ? $"{address.GetLeftPart(UriPartial.Authority)}: {e.Message}" : $"cut off after {Count()}: {e.Message}", e);
        }

        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Count()} in {clock.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    private async Task CopyAsync(StreamReader body, TextWriter output, CancellationToken cancellationToken)
    {
        var buffer = new char[BufferChars];
        var told = clock.GetTimestamp();
        while (await InTimeAsync(stop => body.ReadAsync(buffer, stop).AsTask(), cancellationToken) is > 0 and var count)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            _chars += count;
            _lines += buffer.AsSpan(0, count).Count('\n');
            if (clock.GetElapsedTime(told) < options.ProgressEvery)
                continue;
            told = clock.GetTimestamp();
            await progress.WriteLineAsync(Count());
        }

        await output.FlushAsync(cancellationToken);
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.SilenceMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"nothing came for {options.SilenceMax.TotalSeconds:0} s."));
        }
    }

    private async Task<string> RefusalAsync(HttpResponseMessage response, StreamReader body, string media, CancellationToken cancellationToken)
    {
        var text = new char[ProblemCharsMax];
        var count = await InTimeAsync(stop => body.ReadBlockAsync(text, stop).AsTask(), cancellationToken);
        return ServerRefusal.Of(response, text.AsSpan(0, count), media);
    }

    private string Count() => string.Create(CultureInfo.InvariantCulture, $"{_lines} lines, {_chars} characters");
}
