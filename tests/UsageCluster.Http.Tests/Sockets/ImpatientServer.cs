namespace UsageCluster.Http.Tests.Sockets;

/// <summary>A server that gives slow clients a few seconds only.</summary>
public sealed class ImpatientServer() : SharedHttpServer(
    ("Gateway__HeadersTimeoutSeconds", "1"), ("Gateway__KeepAliveSeconds", "2"), ("Gateway__BytesPerSecondMin", "100000"), ("Gateway__SlowGraceSeconds", "2"));
