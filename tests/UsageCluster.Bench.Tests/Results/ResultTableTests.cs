using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Results;

public class ResultTableTests
{
    [Fact]
    public void A_side_has_its_ratio_and_whether_it_reaches_its_goal()
    {
        var table = ResultTable.Of(Sample.File);

        Assert.Contains("| read-company | product | 46,000 | 1.30 | 3.30 | 42.0 |  |  |\n", table, StringComparison.Ordinal);
        Assert.Contains("| read-company | limit | 54,000 | 1.10 | 2.60 | 36.0 | 0.74 / 0.83 / 0.85 | ≥ 0.7: yes |\n", table, StringComparison.Ordinal);
        Assert.Contains("| read-company | sql | 104 | 597.00 | 745.00 |  | 381 / 455 / 558 | ≥ 500: **no** |\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_beyond_what_it_may_be_at_most_is_not_reached() =>
        Assert.Contains("| read-company | errors | 3.00 | ≤ 0: **no** |\n", ResultTable.Of(Sample.File), StringComparison.Ordinal);

    [Fact]
    public void Results_of_a_machine_with_other_work_say_so()
    {
        const string Said = "Taken beside other work";
        Assert.DoesNotContain(Said, ResultTable.Of(Sample.File), StringComparison.Ordinal);
        Assert.Contains(Said, ResultTable.Of(Sample.File with { Machine = Sample.File.Machine with { LoadBefore = 2 } }), StringComparison.Ordinal);
    }
}
