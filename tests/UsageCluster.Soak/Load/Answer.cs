using System.Net;

namespace UsageCluster.Soak.Load;

/// <summary>What came of a call.</summary>
/// <param name="Status">The status; null: there was no answer.</param>
/// <param name="Body">The body, or what failed.</param>
internal sealed record Answer(HttpStatusCode? Status, string Body)
{
    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>Whether clients are to send the same again.</summary>
    public bool IsRetryable => Status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
}
