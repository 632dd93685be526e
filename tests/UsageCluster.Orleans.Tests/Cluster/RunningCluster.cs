using System.Collections.ObjectModel;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>Silos as processes over one database and one Redis.</summary>
internal sealed class RunningCluster(string ledger, string redis) : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-cluster-tests";

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly List<SiloNode> _silos = [];

    /// <summary>Every silo, up or not.</summary>
    public IReadOnlyList<SiloNode> Silos => _silos;

    /// <summary>The silos that clients are sent to, as by a load balancer.</summary>
    public SiloNode[] Serving { get; set; } = [];

    /// <summary>The ledger's database, as the test reaches it.</summary>
    public string Ledger => ledger;

    /// <summary>Redis, as the test reaches it.</summary>
    public string Redis => redis;

    public string ClusterId => _id;

    /// <summary>Starts silos, all at once, and waits until each is ready.</summary>
    public async Task StartAsync(int silos, SiloPlace? place = null)
    {
        for (var i = 0; i < silos; i++)
            _silos.Add(NewSilo(place ?? SiloPlace.Loopback, ledger, redis));
        await BringUpAsync(_silos);
        ServeAll();
    }

    /// <summary>Starts silos with settings besides those of every silo, all at once, and waits until each is ready.</summary>
    public async Task StartAsync(params IReadOnlyDictionary<string, string>[] settings)
    {
        foreach (var further in settings)
            _silos.Add(NewSilo(SiloPlace.Loopback, ledger, redis, further));
        await BringUpAsync(_silos);
        ServeAll();
    }

    /// <summary>Starts one more.</summary>
    public Task<SiloNode> AddAsync() => AddAsync(SiloPlace.Loopback, ledger, redis);

    /// <summary>Starts one more, elsewhere, with the connections as they are from there. Clients are not sent to it yet.</summary>
    public async Task<SiloNode> AddAsync(
        SiloPlace place, string ledgerFromThere, string redisFromThere, IReadOnlyDictionary<string, string>? settings = null)
    {
        var silo = NewSilo(place, ledgerFromThere, redisFromThere, settings);
        _silos.Add(silo);
        await BringUpAsync([silo]);
        return silo;
    }

    /// <summary>Forgets a silo that has ended.</summary>
    public async Task RemoveAsync(SiloNode silo)
    {
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>Starts what is down, and sends clients to all.</summary>
    public async Task HealAsync()
    {
        await BringUpAsync([.. _silos.Where(s => !s.IsUp)]);
        ServeAll();
    }

    /// <summary>Sends clients to every silo that serves the API.</summary>
    public void ServeAll() => Serving = [.. _silos.Where(s => s.ServesApi)];

    /// <summary>Sends clients to every silo but this one.</summary>
    public void Exclude(SiloNode silo) => Serving = [.. _silos.Where(s => s != silo && s.IsUp && s.ServesApi)];

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    private static async Task BringUpAsync(IReadOnlyList<SiloNode> silos)
    {
        await Task.WhenAll(silos.Select(s => s.StartAsync()));
        foreach (var silo in silos)
            await silo.ReadyAsync();
    }

    private SiloNode NewSilo(
        SiloPlace place, string ledgerFromThere, string redisFromThere, IReadOnlyDictionary<string, string>? further = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Ledger"] = ledgerFromThere,
            ["ConnectionStrings__Redis"] = redisFromThere,
            ["Silo__ClusterId"] = _id,
            ["Silo__ServiceId"] = _id,
            ["Silo__StopTimeout"] = "30",
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["DOTNET_gcServer"] = "0",
        };
        foreach (var (name, value) in further ?? ReadOnlyDictionary<string, string>.Empty)
            environment[name] = value;
        return new SiloNode($"silo {_silos.Count + 1}", place, environment);
    }
}
