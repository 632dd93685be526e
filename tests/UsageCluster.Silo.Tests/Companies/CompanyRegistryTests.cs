using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Companies;

public class CompanyRegistryTests
{
    private readonly CompanyRegistry _registry = new();
    private readonly TaskCompletionSource _ended = new();

    [Fact]
    public void An_activation_that_has_ended_without_a_word_is_not_there_any_more()
    {
        _registry.Add(new FakeCompany("acme"), _ended.Task);
        Assert.Equal(1, _registry.Count);
        _ended.SetResult();
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void An_activation_whose_end_failed_is_not_there_any_more()
    {
        _registry.Add(new FakeCompany("acme"), _ended.Task);
        _ended.SetException(new InvalidOperationException("no"));
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void An_activation_that_had_ended_before_it_was_added_is_not_there()
    {
        _registry.Add(new FakeCompany("acme"), Task.CompletedTask);
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void The_end_of_an_activation_takes_nothing_from_the_next_one()
    {
        var next = new FakeCompany("acme");
        _registry.Add(new FakeCompany("acme"), _ended.Task);
        _registry.Add(next);
        _ended.SetResult();
        Assert.Same(next, Assert.Single(_registry.Companies));
    }
}
