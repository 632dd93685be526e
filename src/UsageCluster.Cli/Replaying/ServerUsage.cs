using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using UsageCluster.Cli.Servers;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>Asks a server for figures of <c>GET /billing/usage</c>.</summary>
internal sealed class ServerUsage : IDisposable
{
    private const string Media = "application/json";
    private const decimal MsPerMinute = 60_000, MicroPerCredit = 1_000_000;

    private readonly HttpClient _client;
    private readonly Uri _server;

    public ServerUsage(Uri server, string key, TimeSpan timeout)
    {
        _server = server;
        // A key goes where it was meant to go and nowhere else.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { Timeout = timeout };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _client.DefaultRequestHeaders.Accept.ParseAdd(Media);
    }

    public string Name => _server.GetLeftPart(UriPartial.Authority);

    /// <summary>What is told of a cost key, or, where it is empty, of a billing system.</summary>
    public static LineKey KeyOf(BillingSystem system, string costKey) => new(system, costKey, null, null, null);

    /// <summary>
    /// A company's figures of a range: events and quantity by cost key, interviews and quantity of each billing system. Throws
    /// <see cref="ServerFailedException"/>.
    /// </summary>
    public async Task<Dictionary<LineKey, LineSums>> FiguresAsync(string companyId, TimeRange range, CancellationToken cancellationToken)
    {
        var address = new Uri(
            $"{_server.AbsoluteUri.TrimEnd('/')}/billing/usage?companyId={Uri.EscapeDataString(companyId)}&start={range.Start}&end={range.End}");
        try
        {
            using var response = await _client.GetAsync(address, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != Media)
                throw new ServerFailedException(ServerRefusal.Of(response, body, Media));
            return Read(JsonElement.Parse(body).GetProperty("data").GetProperty("companies"));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ServerFailedException($"{Name}: {e.Message}", e);
        }
    }

    private static Dictionary<LineKey, LineSums> Read(JsonElement entries)
    {
        var figures = new Dictionary<LineKey, LineSums>();
        foreach (var entry in entries.EnumerateArray())
        {
            var system = entry.GetProperty("billingSystem").GetString() == "credits" ? BillingSystem.Credits : BillingSystem.Minutes;
            var (ofAll, ofBucket, scale) = system == BillingSystem.Credits
                ? ("totalCreditsUsed", "creditsUsed", MicroPerCredit)
                : ("totalMinutesUsed", "minutesUsed", MsPerMinute);
            var buckets = entry.GetProperty("breakdownByCostKey");
            foreach (var bucket in buckets.EnumerateArray())
            {
                figures.Add(
                    KeyOf(system, bucket.GetProperty("costKey").GetString()!),
                    new LineSums(bucket.GetProperty("events").GetInt64(), 0, Whole(bucket.GetProperty(ofBucket).GetDecimal(), scale)));
            }

            if (buckets.GetArrayLength() > 0)
                figures.Add(KeyOf(system, ""), new LineSums(0, entry.GetProperty("totalInterviews").GetInt64(), Whole(entry.GetProperty(ofAll).GetDecimal(), scale)));
        }

        return figures;
    }

    public void Dispose() => _client.Dispose();

    // Six digits of a minute tell every millisecond apart, so that what was rounded for the answer is whole again.
    private static long Whole(decimal shown, decimal scale) => checked((long)decimal.Round(shown * scale));
}
