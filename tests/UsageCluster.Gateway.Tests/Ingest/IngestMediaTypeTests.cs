using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Ingest;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class IngestMediaTypeTests
{
    [Theory]
    [InlineData("application/json", IngestFormat.Json)]
    [InlineData("Application/JSON; charset=UTF-8; profile=x", IngestFormat.Json)]
    [InlineData("application/json;charset=\"utf-8\"", IngestFormat.Json)]
    [InlineData("application/x-ndjson", IngestFormat.JsonLines)]
    [InlineData("application/ndjson", IngestFormat.JsonLines)]
    [InlineData("application/jsonl", IngestFormat.JsonLines)]
    [InlineData("application/cloudevents+json; charset=utf-8", IngestFormat.CloudEvent)]
    [InlineData("application/cloudevents-batch+json", IngestFormat.CloudEventBatch)]
    internal void The_content_type_tells_the_form(string contentType, IngestFormat format) =>
        Assert.Equal(format, IngestMediaType.OfIngest(Request(contentType)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("text/plain")]
    [InlineData("text/csv")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/cloudevents+xml")]
    [InlineData("application/vnd.other+json")]
    public void Any_other_is_not_supported(string? contentType) => Assert.Null(IngestMediaType.OfIngest(Request(contentType)));

    [Fact]
    public void A_compressed_body_is_not_supported()
    {
        var request = Request("application/json");
        request.Headers.ContentEncoding = "gzip";

        Assert.Null(IngestMediaType.OfIngest(request));
    }

    [Theory]
    [InlineData("application/json", IngestFormat.CloudEventBinary)]
    [InlineData("application/vnd.usage+json", IngestFormat.CloudEventBinary)]
    [InlineData("application/cloudevents+json", IngestFormat.CloudEvent)]
    [InlineData("text/plain", null)]
    internal void CloudEvents_headers_tell_binary_mode(string contentType, IngestFormat? format)
    {
        var request = Request(contentType);
        request.Headers["ce-specversion"] = "1.0";

        Assert.Equal(format, IngestMediaType.OfIngest(request));
    }

    [Theory]
    [InlineData("application/json", IngestFormat.CloudEventOrBatch)]
    [InlineData("application/cloudevents-batch+json", IngestFormat.CloudEventBatch)]
    [InlineData("application/x-ndjson", null)]
    internal void Meter_clients_send_CloudEvents_only(string contentType, IngestFormat? format) =>
        Assert.Equal(format, IngestMediaType.OfMeter(Request(contentType)));

    private static HttpRequest Request(string? contentType)
    {
        var request = new DefaultHttpContext().Request;
        if (contentType is not null)
            request.Headers.ContentType = contentType;
        return request;
    }
}
