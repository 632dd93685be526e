namespace UsageCluster.Actors.Leases;

/// <summary>
/// One activation's right to its company: it ends with the term, when another node takes the company over, or when a later activation begins on
/// this node. Ended from any thread; whoever looks after that sees it.
/// </summary>
internal sealed class Tenure(LeaseTerm term, string companyId)
{
    private readonly Lock _lock = new();
    private readonly Signal _ended = new();
    private long _epoch;
    private long _takenBy;
    private volatile bool _hasEnded;
    private bool _hasLeft;

    public LeaseTerm Term { get; } = term;

    public string CompanyId { get; } = companyId;

    /// <summary>Where its stamp stands in the term's <see cref="LeaseTerm.Stamps"/>.</summary>
    public int Slot { get; } = term.Stamps.Take();

    /// <summary>Whether another activation has taken over, here or elsewhere.</summary>
    public bool IsTakenOver => _hasEnded;

    /// <summary>Whether it is over for good. No clock is looked at.</summary>
    public bool IsOver => _hasEnded || Term.IsOver;

    /// <summary>
    /// Whether the activation may be read. The term first: one that counts on a renewal was extended after the takeovers that came with it had
    /// ended their tenures.
    /// </summary>
    public bool IsHeld => Term.IsHeld && !_hasEnded;

    /// <summary>Cancelled when another activation takes over.</summary>
    public CancellationToken TakenOverToken => _ended.Token;

    /// <summary>The epoch that the activation took. A takeover of a later one may have been told of before.</summary>
    public void Took(long epoch)
    {
        bool isTaken;
        lock (_lock)
        {
            _epoch = epoch;
            isTaken = _takenBy > epoch;
        }

        if (isTaken)
            End();
    }

    /// <summary>Another node took the company by this epoch. Of an activation whose own epoch is not known yet it is kept in mind.</summary>
    public void TakenOver(long epoch)
    {
        bool isTaken;
        lock (_lock)
        {
            _takenBy = Math.Max(_takenBy, epoch);
            isTaken = _epoch > 0 && _takenBy > _epoch;
        }

        if (isTaken)
            End();
    }

    /// <summary>Ends it: another activation has taken over, or begins.</summary>
    public void End()
    {
        // In this order: what was looked at before is kept by a stamp that this ends, and what is looked at later has ended. A later activation
        // on this node, and a renewal that tells of one elsewhere, count from behind both.
        _hasEnded = true;
        Term.Stamps.Skip(Slot);
        _ended.Set();
    }

    /// <summary>The activation has come to its end by itself, and shows nothing any more. On its turn only.</summary>
    public void Leave()
    {
        Term.Leave(this);
        if (_hasLeft)
            return;
        _hasLeft = true;
        Term.Stamps.Return(Slot);
    }
}
