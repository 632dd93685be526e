using UsageCluster.Soak.Faults;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Reports;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class VerdictTests
{
    private const double Mebi = 1 << 20;

    private static readonly SoakOptions Options = new()
    {
        Duration = TimeSpan.FromMinutes(20),
        Stores = ["sqlite"],
        Seed = 1,
        Rate = 30,
        Grace = TimeSpan.FromSeconds(10),
        Bounds = SoakBounds.Default,
    };

    private readonly List<CallSample> _calls = [];
    private readonly List<FaultWindow> _faults = [];
    private readonly Findings _findings = new();
    private Func<double, double> _mebiAt = _ => 100;
    private Func<double, double> _heapAt = _ => 30;
    private Func<double, int> _descriptorsAt = _ => 200;

    [Fact]
    public void A_calm_run_passes()
    {
        Calls(_ => 5);
        Assert.Empty(Reasons());
    }

    [Fact]
    public void A_finding_fails_it()
    {
        _findings.Add("acme: voice events 2 where 3 is right");
        Assert.Contains("acme: voice events 2", Assert.Single(Reasons()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503", 0)]
    [InlineData("connection", 0)]
    [InlineData("500", 1)]
    [InlineData("401", 1)]
    public void In_a_fault_only_what_clients_repeat_is_expected(string error, int reasons)
    {
        _faults.Add(Window(FaultKind.DatabaseKill, null));
        Error("steady", 105, error);
        Assert.Equal(reasons, Reasons().Count);
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(110, 0)]
    [InlineData(121, 1)]
    public void An_error_before_a_fault_or_after_its_grace_fails_it(double second, int reasons)
    {
        _faults.Add(Window(FaultKind.DatabaseKill, null));
        Error("steady", second, "503");
        Assert.Equal(reasons, Reasons().Count);
    }

    [Theory]
    [InlineData("exposed", 0)]
    [InlineData("steady", 1)]
    public void A_fault_of_one_server_explains_no_error_of_the_other(string group, int reasons)
    {
        _faults.Add(Window(FaultKind.Kill, "exposed"));
        Error(group, 105, "connection");
        Assert.Equal(reasons, Reasons().Count);
    }

    [Theory]
    [InlineData(nameof(FaultKind.Burst), "429", 0)]
    [InlineData(nameof(FaultKind.Burst), "503", 1)]
    [InlineData(nameof(FaultKind.Disconnects), "connection", 1)]
    public void A_burst_explains_refusals_and_nothing_else(string kind, string error, int reasons)
    {
        _faults.Add(Window(Enum.Parse<FaultKind>(kind), null));
        Error("steady", 105, error);
        Assert.Equal(reasons, Reasons().Count);
    }

    [Fact]
    public void A_heap_that_grows_for_ever_fails_it()
    {
        _mebiAt = second => 100 + (second * 200 / 3_600);
        Assert.Empty(Reasons());
        _heapAt = second => 30 + (second * 40 / 3_600);
        Assert.StartsWith("the live heap grows by 40 ± 0", Assert.Single(Reasons()), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_grows_for_ever_beside_the_heap_fails_it()
    {
        _mebiAt = second => 100 + (second * 400 / 3_600);
        Assert.StartsWith("anonymous memory grows by 400 ± 0", Assert.Single(Reasons()), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_grows_during_the_warm_up_and_then_goes_up_and_down_passes()
    {
        _mebiAt = second => second < 300 ? second : 300 + (second / 10 % 5 * 4);
        _heapAt = second => second < 300 ? second / 10 : 30 + (second / 30 % 4);
        Assert.Empty(Reasons());
    }

    [Fact]
    public void Descriptors_that_are_not_closed_fail_it()
    {
        _descriptorsAt = second => 200 + (int)(second / 20);
        Assert.StartsWith("descriptors grew from", Assert.Single(Reasons()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 100, 1)]
    [InlineData(2, 20, 0)]
    [InlineData(60, 150, 0)]
    public void Latency_that_drifts_far_and_beyond_the_floor_fails_it(double first, double last, int reasons)
    {
        Calls(second => second < 900 ? first : last);
        Assert.Equal(reasons, Reasons().Count);
    }

    [Fact]
    public void Slow_calls_in_a_fault_are_no_drift()
    {
        Calls(second => second > 900 && second % 60 < 10 ? 5_000 : 5);
        Assert.NotEmpty(Reasons());
        for (var minute = 15; minute < 20; minute++)
        {
            var from = TimeSpan.FromMinutes(minute);
            _faults.Add(new FaultWindow(FaultKind.Suspend, null, from) { Healed = from + TimeSpan.FromSeconds(10), Until = from + TimeSpan.FromSeconds(20) });
        }

        Assert.Empty(Reasons());
    }

    [Fact]
    public void A_run_in_which_nothing_was_compared_fails() => Assert.Single(Reasons(exactReads: 0));

    private static FaultWindow Window(FaultKind kind, string? group) =>
        new(kind, group, TimeSpan.FromSeconds(100)) { Healed = TimeSpan.FromSeconds(110), Until = TimeSpan.FromSeconds(120) };

    private void Error(string group, double second, string error)
    {
        var at = TimeSpan.FromSeconds(second);
        _calls.Add(new CallSample(CallKind.Company, group, at, at + TimeSpan.FromMilliseconds(5), error));
    }

    private void Calls(Func<double, double> milliseconds)
    {
        for (var second = 0.0; second < Options.Duration.TotalSeconds; second += 0.5)
        {
            var due = TimeSpan.FromSeconds(second);
            _calls.Add(new CallSample(CallKind.Company, "steady", due, due + TimeSpan.FromMilliseconds(milliseconds(second)), null));
        }
    }

    private IReadOnlyList<string> Reasons(int exactReads = 1)
    {
        var steady = Enumerable.Range(0, (int)Options.Duration.TotalSeconds)
            .Select(s => new ProcessSample(TimeSpan.FromSeconds(s), 1, 0, (long)(_mebiAt(s) * Mebi), _descriptorsAt(s), 20)).ToList();
        var processes = new Dictionary<string, List<ProcessSample>> { ["steady"] = steady, ["exposed"] = [] };
        var heap = Enumerable.Range(0, 40).Select(i => new HeapSample(TimeSpan.FromSeconds(30 * i), (long)(_heapAt(30 * i) * Mebi))).ToList();
        return StoreReport.Make(Options, new StoreRun("sqlite", _calls, _faults, processes, _findings) { ExactReads = exactReads, Heap = heap }).Reasons;
    }
}
