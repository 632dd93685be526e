namespace UsageCluster.Soak.Measures;

/// <summary>Kinds of calls that are measured apart.</summary>
internal enum CallKind
{
    One,
    Batch,
    Duplicate,
    Retry,
    Company,
    Ats,
    Series,
    Monthly,
    History,
    Explain,
    Export,
    Event,
    Correction,
    Admin,
}
