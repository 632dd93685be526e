using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.TestKit.Stores;

/// <summary>Leases with the real semantics, each call judged in one step, and with calls and answers that a test holds up or lets fail.</summary>
public sealed class InMemoryLeases(TimeProvider clock) : ILeases
{
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Dictionary<(long LeaseNo, string CompanyId), long> _takeovers = [];

    /// <summary>The leases given out, by number from 1.</summary>
    public int Count => _leases.Count;

    public bool IsDead(long leaseNo) => _leases[leaseNo].IsDead;

    public bool IsExpired(long leaseNo) => _leases[leaseNo].ExpiresAt <= clock.GetUtcNow();

    /// <summary>Marks it dead, as one who found it expired would.</summary>
    public void MarkDead(long leaseNo) => _leases[leaseNo].IsDead = true;

    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken)
    {
        if (previous is { } ended)
            _leases[ended].IsDead = true;
        _leases.Add(_leases.Count + 1, new Lease { ExpiresAt = clock.GetUtcNow() + duration });
        return Task.FromResult((long)_leases.Count);
    }

    public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = _leases[leaseNo];
        if (lease.IsDead || lease.ExpiresAt <= clock.GetUtcNow())
            return Task.FromResult(LeaseRenewal.Dead);
        lease.ExpiresAt = clock.GetUtcNow() + duration;
        var takeovers = _takeovers.Where(t => t.Key.LeaseNo == leaseNo).Select(t => new Takeover(t.Key.CompanyId, t.Value));
        return Task.FromResult(new LeaseRenewal(true, [.. takeovers.OrderBy(t => t.CompanyId, StringComparer.Ordinal)]));
    }

    public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken)
    {
        foreach (var takeover in takeovers)
        {
            if (_takeovers.TryGetValue((leaseNo, takeover.CompanyId), out var epoch) && epoch <= takeover.Epoch)
                _takeovers.Remove((leaseNo, takeover.CompanyId));
        }

        return Task.CompletedTask;
    }

    public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken)
    {
        _leases[leaseNo].IsDead = true;
        return Task.CompletedTask;
    }

    /// <summary>The lease's part in taking a company, before its epoch moves on.</summary>
    public void Take(CompanyRecord company, long leaseNo)
    {
        var now = clock.GetUtcNow();
        if (_leases[leaseNo].IsDead || _leases[leaseNo].ExpiresAt <= now)
            throw new LedgerUnavailableException("The lease is dead.");
        if (company.OwnerLease is { } owner && owner != leaseNo && _leases[owner] is { IsDead: false } lease)
        {
            lease.IsDead = lease.ExpiresAt <= now;
            if (!lease.IsDead)
            {
                _takeovers[(owner, company.Row.CompanyId)] = company.Epoch + 1;
                company.AckAfter = company.AckAfter is { } inherited && inherited > lease.ExpiresAt ? inherited : lease.ExpiresAt;
            }
        }

        company.OwnerLease = leaseNo;
    }

    public TimeSpan Wait(CompanyRecord company)
    {
        var left = (company.AckAfter ?? DateTimeOffset.MinValue) - clock.GetUtcNow();
        var isAwaited = _takeovers.Keys.Any(t => t.CompanyId == company.Row.CompanyId && !_leases[t.LeaseNo].IsDead);
        return left > TimeSpan.Zero && isAwaited ? left : TimeSpan.Zero;
    }

    private sealed class Lease
    {
        public DateTimeOffset ExpiresAt { get; set; }

        public bool IsDead { get; set; }
    }
}
