using System.Diagnostics;
using System.Globalization;
using UsageCluster.Http.Tests.Support;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;
using Xunit.Abstractions;

namespace UsageCluster.Http.Tests.Keys;

/// <summary>Two processes over one PostgreSQL: what becomes of a key on one of them is known on the other within a second.</summary>
public sealed class KeyLifeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    // What this machine may be late by: a loaded one runs the poll itself late.
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(4);

    private PostgresServer _postgres = null!;
    private ServerProcess _first = null!;
    private ServerProcess _second = null!;
    private AdminApi _admin = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        var ledger = await _postgres.CreateDatabaseAsync();
        var environment = new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = HttpServer.AdminKey,
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft"] = "Trace",
            ["Logging__LogLevel__Npgsql"] = "Trace",
        };
        _first = await ServerProcess.StartAsync(["--ledger", ledger], environment);
        _second = await ServerProcess.StartAsync(["--ledger", ledger], environment);
        _admin = new AdminApi(_first.Url, HttpServer.AdminKey);
        await _admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_is_revoked_on_one_process_ends_on_the_other_within_a_second()
    {
        var (id, key) = await _admin.KeyAsync("company", "acme", "revoked");
        using var onSecond = new AdminApi(_second.Url, key);
        Assert.True(await onSecond.IsTakenAsync());

        await _admin.DeleteAsync($"/admin/keys/{id}");
        var took = await UntilRefusedAsync(onSecond);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"revoked: refused by the other process after {took.TotalMilliseconds:0} ms"));
        Assert.InRange(took, TimeSpan.Zero, Bound + Allowance);
        using var onFirst = new AdminApi(_first.Url, key);
        Assert.False(await onFirst.IsTakenAsync());
    }

    [Fact]
    public async Task Both_secrets_of_a_rotated_key_are_taken_everywhere_until_the_overlap_ends_and_then_the_new_one()
    {
        const int OverlapSeconds = 3;
        var (id, old) = await _admin.KeyAsync("company", "acme", "rotated");
        using var oldOnSecond = new AdminApi(_second.Url, old);
        Assert.True(await oldOnSecond.IsTakenAsync());

        var rotated = await _admin.PostAsync($"/admin/keys/{id}/rotate", new { overlapSeconds = OverlapSeconds });
        var until = rotated.GetProperty("previousSecretUntil").GetDateTimeOffset();
        using var newOnSecond = new AdminApi(_second.Url, rotated.GetProperty("key").GetString()!);
        using var newOnFirst = new AdminApi(_first.Url, rotated.GetProperty("key").GetString()!);
        using var oldOnFirst = new AdminApi(_first.Url, old);

        // A new secret may be known to the other process a moment later, but no later than a revocation.
        await UntilTakenAsync(newOnSecond);
        Assert.True(await newOnFirst.IsTakenAsync());
        foreach (var oldKey in (AdminApi[])[oldOnFirst, oldOnSecond])
        {
            var asked = DateTimeOffset.UtcNow;
            var taken = await oldKey.IsTakenAsync();
            Assert.True(taken || DateTimeOffset.UtcNow >= until, $"not taken, asked at {asked:O}, the overlap ends at {until:O}");
            await UntilRefusedAsync(oldKey);
            Assert.True(DateTimeOffset.UtcNow >= until, "refused before the overlap had ended");
        }

        Assert.True(await newOnFirst.IsTakenAsync());
        Assert.True(await newOnSecond.IsTakenAsync());
    }

    [Fact]
    public async Task A_key_ends_on_every_process_when_it_expires()
    {
        var expires = DateTimeOffset.UtcNow.AddSeconds(3);
        var (_, key) = await _admin.KeyAsync("company", "acme", "expires", expires.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        foreach (var process in (ServerProcess[])[_first, _second])
        {
            using var api = new AdminApi(process.Url, key);
            var taken = await api.IsTakenAsync();
            Assert.True(taken || DateTimeOffset.UtcNow >= expires);
            await UntilRefusedAsync(api);
            Assert.True(DateTimeOffset.UtcNow >= expires, "refused before it had expired");
        }
    }

    [Fact]
    public async Task No_secret_is_logged_however_much_is_logged()
    {
        var (id, key) = await _admin.KeyAsync("company", "acme", "logged");
        var rotated = (await _admin.PostAsync($"/admin/keys/{id}/rotate", new { overlapSeconds = 60 })).GetProperty("key").GetString()!;
        foreach (var text in (string[])[key, rotated, key[..^1], key + "0", HttpServer.AdminKey])
        {
            foreach (var header in (string[])["Authorization: Bearer " + text, "X-API-Key: " + text, "Authorization: " + text, "X-API-Key: " + text + "\r\nX-API-Key: " + text])
            {
                var answers = await RawConnection.ExchangeAsync(
                    _first.Url, $"GET /billing/usage?start=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");
                Assert.DoesNotContain(Secret(text), answers, StringComparison.Ordinal);
                // A header that is no header: Kestrel tells what it refuses.
                await RawConnection.ExchangeAsync(_first.Url, $"GET / HTTP/1.1\r\nHost: x\r\n{header.Replace(":", " :", StringComparison.Ordinal)}\r\n\r\n");
            }
        }

        Assert.Equal(0, await _first.StopAsync());
        var log = _first.Output + _first.Log;
        Assert.Contains("Request", log, StringComparison.Ordinal);
        foreach (var text in (string[])[key, rotated, HttpServer.AdminKey])
            Assert.DoesNotContain(log.Split('\n'), line => line.Contains(Secret(text), StringComparison.Ordinal));
    }

    // The id is no secret, and a key's last character may be missing where one was sent cut off.
    private static string Secret(string key) => key.StartsWith("uc_", StringComparison.Ordinal) ? key[(key.LastIndexOf('_') + 1)..][..32] : key;

    private static async Task<TimeSpan> UntilRefusedAsync(AdminApi api)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        var since = Stopwatch.GetTimestamp();
        while (await api.IsTakenAsync())
            deadline.Token.ThrowIfCancellationRequested();
        return Stopwatch.GetElapsedTime(since);
    }

    private static async Task UntilTakenAsync(AdminApi api)
    {
        using var deadline = new CancellationTokenSource(Bound + Allowance);
        while (!await api.IsTakenAsync())
            deadline.Token.ThrowIfCancellationRequested();
    }
}
