using StackExchange.Redis;
using UsageCluster.Gateway.Hosting;

namespace UsageCluster.Silo.Hosting;

/// <summary>The connection to the Redis that holds the membership.</summary>
internal static class RedisMembership
{
    private const int AttemptsMax = 5;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    /// <summary>Connects, trying a few times. Throws <see cref="StartException"/> where Redis does not answer.</summary>
    public static async Task<IConnectionMultiplexer> ConnectAsync(string connectionString, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        // Later outages are waited for: the cluster serves on, only its membership cannot change.
        settings.AbortOnConnectFail = true;
        settings.ClientName ??= "usagecluster";
        var place = string.Join(", ", settings.EndPoints.Select(endpoint => endpoint.ToString()));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var redis = await ConnectionMultiplexer.ConnectAsync(settings);
                await redis.GetDatabase().PingAsync();
                return redis;
            }
            catch (Exception failure) when (failure is RedisException or RedisTimeoutException or RedisCommandException)
            {
                LogMessages.RedisNotReached(logger, place, attempt, AttemptsMax, Reason(failure));
                if (attempt == AttemptsMax)
                    throw StartException.Refused($"Redis, which holds the cluster's membership, cannot be used at {place}: {Reason(failure)}", failure);
            }

            await Task.Delay(BetweenAttempts, time, cancellationToken);
        }
    }

    /// <summary>Without the library's advice to programmers.</summary>
    private static string Reason(Exception failure) => failure.Message.Split(" To allow this multiplexer", 2)[0].ReplaceLineEndings(" ");
}
