namespace UsageCluster.Orleans.Bench.Recording;

/// <summary>What a process records through.</summary>
internal enum RecordingKind
{
    /// <summary>The standalone host's engine, in the process.</summary>
    Standalone,

    /// <summary>The client of a silo, in the process.</summary>
    Silo,

    /// <summary>The interview runtime's recorder, on a client of a cluster outside of the process.</summary>
    Recorder,
}
