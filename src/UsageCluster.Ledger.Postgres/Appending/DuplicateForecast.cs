namespace UsageCluster.Ledger.Postgres.Appending;

/// <summary>
/// Whether the next append is likely to hold duplicates. Looking for them costs each row a tenth to a fifth; not looking costs the
/// statement a second run where there is one. Safe for concurrent use: a guess that is off costs time, never a figure.
/// </summary>
internal sealed class DuplicateForecast
{
    private const int StatementsAfterOne = 256;

    private int _left;

    /// <summary>Whether one was met within the last statements.</summary>
    public bool AreLikely => Volatile.Read(ref _left) > 0;

    /// <summary>Notes whether a statement met one.</summary>
    public void Note(bool met)
    {
        if (met)
            Volatile.Write(ref _left, StatementsAfterOne);
        else if (AreLikely)
            Interlocked.Decrement(ref _left);
    }
}
