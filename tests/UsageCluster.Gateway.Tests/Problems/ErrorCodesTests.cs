using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Tests.Problems;

public sealed class ErrorCodesTests
{
    [Fact]
    public void Every_code_is_one_snake_case_word_with_a_status()
    {
        Assert.Equal(ErrorCodes.All.Count, ErrorCodes.All.Select(c => c.Code).Distinct().Count());
        Assert.All(ErrorCodes.All, c => Assert.Matches("^[a-z]+(_[a-z]+)*$", c.Code));
        Assert.All(ErrorCodes.All, c => Assert.InRange(c.Status, 400, 503));
    }

    [Fact]
    public void The_contracts_statuses_each_have_a_code() =>
        Assert.Empty(new[] { 400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503 }.Except(ErrorCodes.All.Select(c => c.Status)));
}
