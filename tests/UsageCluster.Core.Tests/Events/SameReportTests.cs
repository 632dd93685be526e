using UsageCluster.Core.Events;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Events;

public class SameReportTests
{
    private static readonly UsageEvent Report = Make.Event() with
    {
        AgentFocus = "sales",
        InterviewId = "i",
        Direction = Direction.Inbound,
        Resolution = Resolution.Answered,
    };

    public static readonly TheoryData<UsageEvent> Others =
    [
        Report with { EventId = "Event-1" }, Report with { CompanyId = "other" }, Report with { OccurredAt = At.Tick(1) },
        Report with { DurationMs = 1 }, Report with { CostKey = "other" }, Report with { AgentFocus = null },
        Report with { InterviewId = null }, Report with { Direction = null }, Report with { Resolution = Resolution.Missed },
        Report with { IsTest = true },
    ];

    [Fact]
    public void Equal_content_is_the_same_report() => Assert.True(Report.SameReportAs(Report with { }));

    [Theory]
    [MemberData(nameof(Others))]
    public void Any_other_content_is_another_report(UsageEvent other)
    {
        Assert.False(Report.SameReportAs(other));
        Assert.False(other.SameReportAs(Report));
    }

    [Fact]
    public void An_instant_that_was_absent_on_either_side_matches_any()
    {
        var assumed = Report with { OccurredAt = At.Tick(99), OccurredAtAssumed = true };
        Assert.True(Report.SameReportAs(assumed));
        Assert.True(assumed.SameReportAs(Report));
        Assert.False(assumed.SameReportAs(Report with { DurationMs = 1 }));
    }
}
