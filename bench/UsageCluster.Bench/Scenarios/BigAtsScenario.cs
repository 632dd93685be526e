using System.Net.Sockets;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>big-ats</c>: an ATS of 50,000 companies: the memory that its answers take above that of the idle process, whose companies are active, and their
/// time against that of an ATS of 1,000.
/// </summary>
internal static class BigAtsScenario
{
    private const int SmallCompanies = 1_000, EventsPerCompany = 20;
    private const int Clients = 8, SlowClients = 16, SettlingAnswers = 20;
    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(20);

    // Every event, so that an answer has each company's cost keys. Before the first event, companies have nothing to tell.
    private const string Query = "/billing/usage?start=2024-01-01T00:00:00.007Z&end=2025-01-02";
    private const string NothingQuery = "/billing/usage?start=2020-01-01&end=2020-02-01";

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var (settings, companies) = (lab.Settings, lab.Settings.BigAtsCompanies);
        using var folder = new TempFolder();
        var (big, small) = await LoadAsync(folder.Path, companies);

        // A process that has not grown while the data came.
        await using var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder.Path);
        await SettleAsync(product.Port, big);
        var idle = ProcessMemory.Read(product.Id).Now;
        double Above(long bytes) => (bytes - idle) / (double)(1 << 20);
        async Task<double> PeakAsync(Func<Task> answers)
        {
            ProcessMemory.ForgetPeak(product.Id);
            await answers();
            return Above(ProcessMemory.Read(product.Id).Peak);
        }

        using var connection = await HttpConnection.OpenAsync(product.Port);
        var (bigRequest, smallRequest) = (HttpWork.Request(Query, big), HttpWork.Request(Query, small));
        var bytes = 0L;
        var first = Measurement.OfOne(TimeSpan.Zero);
        var coldPeak = await PeakAsync(async () => first = await Callers.RunCountAsync(1, async () => bytes = await ReadAsync(connection, bigRequest)));
        ScenarioResult result = null!;
        var warmPeak = await PeakAsync(async () => result = await Rounds.RunAsync(
            "big-ats",
            [SideOf(NameOf(SmallCompanies), product.Port, smallRequest), SideOf(NameOf(companies), product.Port, bigRequest)],
            settings,
            [],
            comparison: new Comparison(NameOf(SmallCompanies), "it over the small one", IsBaseOver: false)));
        var clientsPeak = await PeakAsync(() => HttpLoad.RunAsync(product.Port, WorkOf(bigRequest), Clients, settings.Round));
        var slowPeak = await PeakAsync(() => ReadSlowlyAsync(product.Port, bigRequest, settings.Round));
        var codedPeak = await PeakAsync(() => ReadCodedAsync(product.Port, big));

        var linear = result.Sides[NameOf(SmallCompanies)].P50Ms * companies / SmallCompanies;
        return result with
        {
            Notes =
            [
                $"{companies:N0} companies with {EventsPerCompany} events each, all in range; an answer of {bytes:N0} bytes; 1 connection",
                $"resident memory of the idle process with its companies active: {idle / (double)(1 << 20):N0} MiB; peaks are above that",
                $"the first answer took {first.P50Ms:N0} ms",
            ],
            Figures =
            [
                new Figure("peakMiB", Math.Max(coldPeak, warmPeak), "MiB"),
                new Figure("peakOfFirstMiB", coldPeak, "MiB"),
                new Figure("peakOfEightClientsMiB", clientsPeak, "MiB"),
                new Figure("peakOfSlowClientsMiB", slowPeak, "MiB"),
                new Figure("peakOfCodedMiB", codedPeak, "MiB"),
                new Figure("p50OverLinear", result.Sides[NameOf(companies)].P50Ms / linear, "×"),
            ],
        };
    }

    private static async Task<(string Big, string Small)> LoadAsync(string folder, int companies)
    {
        Console.Error.WriteLine($"  big-ats: loading {companies:N0} companies with {EventsPerCompany} events each");
        await using var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        await setup.CompaniesAsync(companies);
        await setup.EventsAsync(await setup.KeyAsync("runtime", null), 0, companies, EventsPerCompany);
        await setup.AtsAsync("big", companies);
        await setup.AtsAsync("small", SmallCompanies);
        var keys = (await setup.KeyAsync("ats", "big"), await setup.KeyAsync("ats", "small"));
        await product.StopAsync();
        return keys;
    }

    private static string NameOf(int companies) => FormattableString.Invariant($"{companies:N0} companies");

    private static HttpWork WorkOf(byte[] request) => new() { Next = _ => request };

    // An answer for itself is measured: a queue before it would be in every latency.
    private static Side SideOf(string name, int port, byte[] request) => new(name, duration => HttpLoad.RunAsync(port, WorkOf(request), 1, duration));

    // What activating the companies left behind is collected, and what stays is where it stays: else that is what grows in the rounds.
    private static async Task SettleAsync(int port, string key)
    {
        for (var i = 0; i < SettlingAnswers; i++)
            await ReadFormAsync(port, NothingQuery, key, "Accept", "text/csv");
    }

    private static async Task<long> ReadAsync(HttpConnection connection, byte[] request)
    {
        var answer = await connection.ExchangeAsync(request);
        return answer.Status == 200 ? answer.BodyBytes : throw new InvalidDataException($"Status {answer.Status}.");
    }

    /// <summary>Clients that take a piece now and then: what they have not taken must not wait in the server's memory.</summary>
    private static Task ReadSlowlyAsync(int port, byte[] request, TimeSpan duration) => Task.WhenAll(Enumerable.Range(0, SlowClients).Select(async _ =>
    {
        using var stop = new CancellationTokenSource(duration);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync("127.0.0.1", port);
        await socket.SendAsync(request);
        var buffer = new byte[16 * 1024];
        while (!stop.IsCancellationRequested)
        {
            if (await socket.ReceiveAsync(buffer) == 0)
                break;
            await Task.Delay(SlowPause);
        }
    }));

    private static async Task ReadCodedAsync(int port, string key)
    {
        foreach (var (header, value) in ((string, string)[])[("Accept-Encoding", "gzip"), ("Accept-Encoding", "br"), ("Accept", "text/csv"), ("Accept", "application/x-ndjson")])
            await ReadFormAsync(port, Query, key, header, value);
    }

    private static async Task ReadFormAsync(int port, string query, string key, string header, string value)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        using var request = new HttpRequestMessage(HttpMethod.Get, query);
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add(header, value);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await (await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);
    }
}
