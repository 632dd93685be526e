using UsageCluster.Soak.Model;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class CompanyModelTests
{
    private static readonly DateTime Day = new(2025, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Line Minutes = new("voice", OnCredits: false);

    private readonly CompanyModel _company = new("acme", onCredits: false);

    [Fact]
    public void Where_all_is_acknowledged_one_answer_is_right()
    {
        AcknowledgedEvents(3);
        var expected = Quiet();
        Assert.True(expected.IsExact);
        Assert.Empty(expected.FaultsOf(Shown(3, 3)));
    }

    [Fact]
    public void A_lost_event_is_found()
    {
        AcknowledgedEvents(3);
        Assert.Equal(["acme: voice events 2 where 3 is right", "acme: voice minutes 2 where 3 is right"], Quiet().FaultsOf(Shown(2, 2)));
    }

    [Fact]
    public void A_doubled_event_is_found_in_every_form_of_answer()
    {
        AcknowledgedEvents(3);
        Assert.Equal(2, Quiet().FaultsOf(Shown(4, 4)).Count());
        Assert.NotNull(Quiet().FaultOfEvents(4));
        Assert.NotNull(Quiet().FaultOfRows(4, "voice"));
        Assert.Null(Quiet().FaultOfRows(3, "voice"));
    }

    [Fact]
    public void A_wrong_duration_is_found_where_the_count_is_right()
    {
        AcknowledgedEvents(3);
        Assert.Equal(["acme: voice minutes 3.000017 where 3 is right"], Quiet().FaultsOf(Shown(3, 3.000017m)));
    }

    [Fact]
    public void What_was_never_sent_is_found() =>
        Assert.Equal(2, Quiet().FaultsOf(new Dictionary<Line, (long, decimal)> { [new("other", OnCredits: true)] = (1, 1.5m) }).Count());

    [Fact]
    public void What_is_not_acknowledged_may_be_there_or_not()
    {
        AcknowledgedEvents(1);
        Send("late");
        var expected = Quiet();
        Assert.False(expected.IsExact);
        Assert.Empty(expected.FaultsOf(Shown(1, 1)));
        Assert.Empty(expected.FaultsOf(Shown(2, 2)));
        Assert.NotEmpty(expected.FaultsOf(Shown(0, 0)));
        Assert.NotEmpty(expected.FaultsOf(Shown(3, 3)));
    }

    [Fact]
    public void What_was_acknowledged_before_the_read_must_be_there_and_what_came_meanwhile_may()
    {
        AcknowledgedEvents(1);
        var before = Sum();
        _company.Acknowledge(Send("meanwhile"));
        var expected = new Expectation("acme", before, Sum());
        Assert.Empty(expected.FaultsOf(Shown(1, 1)));
        Assert.Empty(expected.FaultsOf(Shown(2, 2)));
        Assert.NotEmpty(expected.FaultsOf(Shown(0, 0)));
    }

    [Fact]
    public void A_void_that_is_under_way_may_count_and_one_that_was_acknowledged_must()
    {
        AcknowledgedEvents(2);
        var correction = _company.Correct("c1", chance: 0, durationMs: null)!;
        Assert.Empty(Quiet().FaultsOf(Shown(1, 1)));
        Assert.Empty(Quiet().FaultsOf(Shown(2, 2)));
        _company.Acknowledge(correction);
        Assert.Empty(Quiet().FaultsOf(Shown(1, 1)));
        Assert.NotEmpty(Quiet().FaultsOf(Shown(2, 2)));
        Assert.Null(Quiet().FaultOfRows(3));
        Assert.Null(correction.Of.Final);
    }

    [Theory]
    [InlineData(30_000, 1.5)]
    [InlineData(90_000, 2.5)]
    public void An_adjustment_changes_the_quantity_alone(int durationMs, double minutes)
    {
        AcknowledgedEvents(2);
        _company.Acknowledge(_company.Correct("c1", chance: 0, durationMs)!);
        Assert.Empty(Quiet().FaultsOf(Shown(2, (decimal)minutes)));
        Assert.NotEmpty(Quiet().FaultsOf(Shown(2, 2)));
    }

    [Fact]
    public void Events_from_a_switch_on_are_in_the_other_system_and_none_is_sent_while_it_is_made()
    {
        Assert.NotNull(_company.BeginSwitch(Day, Day.AddDays(5)));
        Assert.Null(_company.Send("e", "voice", Day, 1));
        _company.EndSwitch((Day.AddDays(1), true));
        Assert.False(_company.Send("before", "voice", Day, 1)!.OnCredits);
        var after = _company.Send("after", "voice", Day.AddDays(1), 60_000)!;
        Assert.Equal((true, 2_100_000), (after.OnCredits, after.Quantity));
    }

    [Fact]
    public void No_switch_begins_while_an_event_is_undecided()
    {
        Send("undecided");
        Assert.Null(_company.BeginSwitch(Day, Day.AddDays(5)));
    }

    private static Dictionary<Line, (long Events, decimal Quantity)> Shown(long events, decimal minutes) => new() { [Minutes] = (events, minutes) };

    private ModelEvent Send(string id) => _company.Send(id, "voice", Day.AddHours(1), 60_000)!;

    private void AcknowledgedEvents(int count)
    {
        for (var i = 0; i < count; i++)
            _company.Acknowledge(Send($"e{i}"));
    }

    private Dictionary<Line, Figures> Sum() => _company.Sum(Day, Day.AddDays(2));

    private Expectation Quiet() => new("acme", Sum(), Sum());
}
