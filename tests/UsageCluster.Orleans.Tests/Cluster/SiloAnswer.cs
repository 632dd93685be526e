using System.Net;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>What became of a call.</summary>
/// <param name="Status">The status; null: no answer, the connection was refused or broke.</param>
/// <param name="Text">The body, or what went wrong.</param>
internal sealed record SiloAnswer(HttpStatusCode? Status, string Text)
{
    /// <summary>Whether the server asked to send the same again.</summary>
    public bool AsksToRetry => Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
}
