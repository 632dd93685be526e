namespace UsageCluster.Gateway.Admin;

/// <summary>The words of a cost key's enumerations.</summary>
internal static class CostKeyWords
{
    /// <summary>Kinds of usage.</summary>
    public static readonly string[] Types =
    [
        "AMD", "API_REQUEST", "CALL", "CALL_SERVICE", "CREDIT_COMMIT", "DIALER", "MESSAGE", "NUMBER", "PRODUCT_SERVICE", "RECHARGE",
        "SPEECH_TRANSCRIPTION", "VOICEMAIL_TRANSCRIPTION", "OTHER",
    ];

    /// <summary>Units in which usage on minutes can be shown; credits are shown as OTHER.</summary>
    public static readonly string[] Units = ["MINUTES", "SECONDS", "REQUESTS"];
}
