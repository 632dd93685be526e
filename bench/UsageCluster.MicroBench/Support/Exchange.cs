using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace UsageCluster.MicroBench.Support;

/// <summary>A request and where its answer goes, which only counts bytes. Used again for each request, as a server's own features are.</summary>
internal sealed class Exchange : IHttpRequestFeature, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IEndpointFeature, IRouteValuesFeature
{
    private readonly Sink _sink = new();
    private readonly MemoryStream _body = new();
    private readonly Stream _bodyOut;
    private readonly IHeaderDictionary _responseHeaders = new HeaderDictionary();

    public Exchange(string method, string path, string query, string key)
    {
        (Method, Path, QueryString) = (method, path, query);
        RawTarget = path + query;
        Headers.Authorization = "Bearer " + key;
        Headers.Host = "localhost";
        _bodyOut = _sink.AsStream();
    }

    public string Protocol { get; set; } = "HTTP/1.1";

    public string Scheme { get; set; } = "http";

    public string Method { get; set; }

    public string PathBase { get; set; } = "";

    public string Path { get; set; }

    public string QueryString { get; set; }

    public string RawTarget { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => _responseHeaders;
        set => throw new InvalidOperationException("Headers are set one by one.");
    }

    Stream IHttpRequestFeature.Body
    {
        get => _body;
        set => throw new InvalidOperationException("The body is the request's.");
    }

    Stream IHttpResponseFeature.Body
    {
        get => _bodyOut;
        set => throw new InvalidOperationException("The body is the server's.");
    }

    public int StatusCode { get; set; }

    public string? ReasonPhrase { get; set; }

    public bool HasStarted => _sink.Total > 0;

    public Stream Stream => _bodyOut;

    public PipeWriter Writer => _sink;

    public CancellationToken RequestAborted { get; set; }

    public Endpoint? Endpoint { get; set; }

    public RouteValueDictionary RouteValues { get; set; } = [];

    /// <summary>Bytes of the last answer's body.</summary>
    public long Received => _sink.Total;

    /// <summary>The last answer's entity tag.</summary>
    public string ETag => _responseHeaders.ETag.ToString();

    /// <summary>What the next requests carry as their body.</summary>
    public void Carry(ReadOnlySpan<byte> json)
    {
        _body.SetLength(0);
        _body.Write(json);
        Headers.ContentType = "application/json";
        Headers.ContentLength = json.Length;
    }

    /// <summary>Puts the exchange at the beginning of another request.</summary>
    public void Begin(IFeatureCollection features)
    {
        _body.Position = 0;
        _sink.Clear();
        _responseHeaders.Clear();
        StatusCode = 200;
        Endpoint = null;
        RouteValues.Clear();
        features.Set<IHttpRequestFeature>(this);
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set<IEndpointFeature>(this);
        features.Set<IRouteValuesFeature>(this);
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CompleteAsync() => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public void Abort() => throw new InvalidOperationException("The application gave the request up.");

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("There are no files.");
}
