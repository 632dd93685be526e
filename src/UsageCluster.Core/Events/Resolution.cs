namespace UsageCluster.Core.Events;

/// <summary>How an interaction ended. The numbers are stored: never change one.</summary>
public enum Resolution
{
    /// <summary><c>ABANDONED</c></summary>
    Abandoned = 1,

    /// <summary><c>ANSWERED</c></summary>
    Answered = 2,

    /// <summary><c>MACHINE</c></summary>
    Machine = 3,

    /// <summary><c>MISSED</c></summary>
    Missed = 4,

    /// <summary><c>VOICEMAIL</c></summary>
    Voicemail = 5,

    /// <summary><c>OTHER</c></summary>
    Other = 6,
}
