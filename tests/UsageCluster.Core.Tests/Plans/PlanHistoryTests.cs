using UsageCluster.Core.Plans;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Plans;

public class PlanHistoryTests
{
    [Fact]
    public void An_assignment_removes_those_at_and_after_it()
    {
        var history = PlanHistory.Empty.Assign("a", At.Tick(0)).Assign("b", At.Tick(10)).Assign("c", At.Tick(20)).Assign("d", At.Tick(10));
        Assert.Equal([new PlanAssignment("a", At.Tick(0)), new PlanAssignment("d", At.Tick(10))], history.Assignments.AsEnumerable());
    }

    [Fact]
    public void The_plan_that_is_in_force_already_only_removes_what_comes_later()
    {
        var history = PlanHistory.Empty.Assign("a", At.Tick(0)).Assign("b", At.Tick(10)).Assign("a", At.Tick(5));
        Assert.Equal([new PlanAssignment("a", At.Tick(0))], history.Assignments.AsEnumerable());
        Assert.Same(history, history.Assign("a", At.Tick(7)));
    }

    [Fact]
    public void There_is_no_plan_before_the_first_assignment()
    {
        var history = PlanHistory.Empty.Assign("a", At.Tick(0));
        Assert.Null(history.At(At.Tick(-1)));
        Assert.Equal("a", history.At(At.Tick(0)));
    }

    [Fact]
    public void The_first_version_of_a_plan_holds_always_and_a_later_one_from_its_instant()
    {
        var first = Make.Plan("a");
        var second = first with { Version = 2, Since = At.Tick(5) };
        var plans = new PlanSet([second, first]);
        Assert.Same(first, plans.InForce("a", Instant.Always));
        Assert.Same(first, plans.InForce("a", At.Tick(4)));
        Assert.Same(second, plans.InForce("a", At.Tick(5)));
        Assert.Null(plans.InForce("b", At.Tick(5)));
        Assert.Equal([second], plans.Latest);
    }
}
