using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>
/// Requests made of our own OpenAPI document, most of them odd. <c>USAGE_FUZZ=seed</c> runs another seed, <c>USAGE_FUZZ=seed/number</c>, with
/// <c>/refused</c> after it where the failure says so, sends a single request of it; <c>USAGE_TEST_LONG=1</c> runs new seeds for a quarter of an hour. docs/reliability.md says how to read a failure.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Requests = 4_500;
    private const int LongRuns = 15;
    private const int LongRequests = 25_000;
    private const long FixedSeed = 20_240_301;
    private const long AllowedGrowthBytes = 256L << 20;

    [Fact]
    public async Task No_request_that_the_document_makes_thinkable_is_answered_otherwise_than_it_says()
    {
        var asked = Environment.GetEnvironmentVariable("USAGE_FUZZ")?.Split('/');
        if (asked is [var again, var index, .. var mode])
            await SendOneAsync(Seed(again), (int)Seed(index), onlyRefused: mode is ["refused"]);
        else if (asked is null && Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1")
        {
            for (var run = 0; run < LongRuns; run++)
                await RunAsync(RandomNumberGenerator.GetInt32(int.MaxValue), LongRequests);
        }
        else
            await RunAsync(asked is [var seed] ? Seed(seed) : FixedSeed, Requests);
    }

    private static long Seed(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private async Task RunAsync(long seed, int requests)
    {
        var watch = Stopwatch.StartNew();
        await using var world = await World.StartAsync();
        using var run = new FuzzRun(world, seed);
        // What every path takes once is no growth.
        for (var i = 0; i < requests / 3; i++)
            await run.SendAsync(i, onlyRefused: false);
        var before = world.Server.Process.ResidentBytes;

        for (var i = requests / 3; i < requests * 2 / 3; i++)
            await run.SendAsync(i, onlyRefused: false);
        var companies = Enumerable.Range(0, World.Scratch).Select(i => $"fz-{i}").Concat([world.Own.Minutes, world.Own.Credits, world.Other.Minutes, world.Other.Credits]).ToList();
        var state = await StateDump.ReadAsync(world.Server.Admin, companies);
        for (var i = requests * 2 / 3; i < requests; i++)
            await run.SendAsync(i, onlyRefused: true);
        var after = world.Server.Process.ResidentBytes;

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {requests} requests in {watch.Elapsed.TotalSeconds:0.0} s ({run.Waited.TotalSeconds:0.0} s of them for answers), {before >> 20} MiB after a third, {after >> 20} MiB after all; answers by status: {string.Join(", ", run.Statuses.Select(s => $"{s.Key}: {s.Value}"))}"));
        Assert.Equal("", run.Failures);
        Assert.Equal(state, await StateDump.ReadAsync(world.Server.Admin, companies));
        await run.VerifyAsync();
        Assert.Empty(run.Unreached);
        var audit = await world.Server.AuditAsync();
        Assert.True(audit.ExitCode == 0, audit.Output);
        Assert.InRange(after - before, long.MinValue, AllowedGrowthBytes);
    }

    private static async Task SendOneAsync(long seed, int index, bool onlyRefused)
    {
        await using var world = await World.StartAsync();
        using var run = new FuzzRun(world, seed);
        await run.SendAsync(index, onlyRefused);
        Assert.Equal("", run.Failures);
    }
}
