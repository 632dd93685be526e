using UsageCluster.Actors.Leases;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// Stands before an activation's first acknowledgement until no older owner can answer without what it acknowledges (ledger protocol 5). The
/// activation is read meanwhile, and what comes to be booked waits in its queue.
/// </summary>
internal sealed class AckGate(Tenure tenure, int companyNo, TimeSpan wait, CompanyServices services)
{
    private readonly Signal _closed = new();
    private TimeSpan _wait = wait;

    public bool IsOpen => _wait <= TimeSpan.Zero;

    /// <summary>
    /// Whether it is open; waits for it. False: it is closed for good, or the activation is over. Throws what the ledger's reads throw, and may be
    /// tried again.
    /// </summary>
    public async Task<bool> PassAsync()
    {
        while (!IsOpen)
        {
            if (_closed.IsSet || tenure.IsOver)
                return false;
            var next = services.AckPolls.UntilNext;
            await Waiting.ForAsync(_wait < next ? _wait : next, services.Time, tenure.Term.Ended, tenure.TakenOverToken, _closed.Token);
            if (!_closed.IsSet && !tenure.IsOver)
                _wait = await services.AckPolls.AskAsync(companyNo);
        }

        return true;
    }

    /// <summary>Whoever waits leaves; an open one stays open.</summary>
    public void Close() => _closed.Set();
}
