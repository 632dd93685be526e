namespace UsageCluster.Soak.Measures;

/// <summary>A call that was made.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Group">Whose companies it is about.</param>
/// <param name="Due">When it was to be sent.</param>
/// <param name="End">When it was over.</param>
/// <param name="Error">The status or failure; null: it was answered as it should.</param>
internal sealed record CallSample(CallKind Kind, string Group, TimeSpan Due, TimeSpan End, string? Error)
{
    /// <summary>From when it was due, not from when it was sent: waiting of the load itself counts.</summary>
    public double Milliseconds => (End - Due).TotalMilliseconds;

    /// <summary>Events are written, figures read, or the administration changes something: what drift is told apart by.</summary>
    public string Class => Kind switch
    {
        CallKind.One or CallKind.Batch or CallKind.Duplicate or CallKind.Retry => "ingest",
        CallKind.Correction or CallKind.Admin => "admin",
        _ => "read",
    };
}
