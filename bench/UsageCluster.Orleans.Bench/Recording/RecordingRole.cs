using System.Globalization;
using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Orleans.Bench.Scenarios;

namespace UsageCluster.Orleans.Bench.Recording;

/// <summary>A process that records: each line that it is given is how many seconds to do so, and is answered by a line with what was measured.</summary>
internal static class RecordingRole
{
    /// <summary>Marks the lines that are meant for the parent.</summary>
    public const string Mark = "measured ";

    /// <summary>The line that says that it is ready.</summary>
    public const string Ready = Mark + "ready";

    public static async Task RunAsync(RecordingKind kind)
    {
        await using var recording = await RecordingWay.StartAsync(kind);
        var events = new FreshEvents(RecordScenario.Companies);
        await Console.Out.WriteLineAsync(Ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var duration = TimeSpan.FromSeconds(double.Parse(line, CultureInfo.InvariantCulture));
            var measured = await Callers.RunAsync(
                RecordScenario.CallersCount,
                async _ =>
                {
                    var outcome = await recording.RecordAsync(events.Next());
                    return outcome.Status == RecordStatus.Accepted ? 1 : throw new InvalidOperationException($"{outcome.Status}: {outcome.Code}");
                },
                duration);
            await Console.Out.WriteLineAsync(Mark + JsonSerializer.Serialize(measured));
        }
    }
}
