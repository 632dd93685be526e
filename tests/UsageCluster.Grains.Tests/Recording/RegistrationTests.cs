using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UsageCluster.Grains.Recording;

namespace UsageCluster.Grains.Tests.Recording;

public class RegistrationTests
{
    public static TheoryData<Action<UsageRecorderOptions>> BadOptions =>
    [
        o => o.BufferedEventsMax = 0,
        o => o.BatchEventsMax = 5_001,
        o => o.CompaniesInParallelMax = 0,
        o => o.RetryDelayMin = TimeSpan.Zero,
        o => o.RetryDelayMin = TimeSpan.FromSeconds(6),
        o => o.RetryDelayMax = TimeSpan.FromMinutes(6),
        o => o.GiveUpAfter = TimeSpan.Zero,
        o => o.AttemptTimeout = TimeSpan.Zero,
        o => o.StopTimeout = TimeSpan.FromSeconds(-1),
    ];

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Bad_options_fail_the_start(Action<UsageRecorderOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddUsageRecorder(configure);
        using var host = builder.Build();
        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    [Fact]
    public void Options_come_from_the_configuration_and_then_from_the_program()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["UsageRecorder:BatchEventsMax"] = "7",
            ["UsageRecorder:GiveUpAfter"] = "00:01:00",
        });
        builder.AddUsageRecorder(o => o.BatchEventsMax++);
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<UsageRecorderOptions>>().Value;
        Assert.Equal(8, options.BatchEventsMax);
        Assert.Equal(TimeSpan.FromMinutes(1), options.GiveUpAfter);
    }
}
