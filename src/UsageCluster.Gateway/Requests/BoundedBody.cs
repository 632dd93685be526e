using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Requests;

/// <summary>A request's whole body in one pooled buffer. Dispose it once nothing refers to the bytes any more.</summary>
internal sealed class BoundedBody : IDisposable
{
    private const int FirstBufferBytes = 16 * 1024;
    private byte[]? _buffer;

    private BoundedBody(byte[] buffer, int length) => (_buffer, Length) = (buffer, length);

    /// <summary>Bytes of the body.</summary>
    public int Length { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    /// <summary>Reads the body to its end; a <see cref="ProblemException"/> with 413 if it is longer than allowed.</summary>
    public static async ValueTask<BoundedBody> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
            throw TooLarge(bytesMax);
        // One byte more than is expected or allowed, so that the last read can see the end.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstBufferBytes) + 1);
        var length = 0;
        try
        {
            while (await ReadAsync(request.Body, buffer.AsMemory(length), cancellationToken) is var read and > 0)
            {
                length += read;
                if (length > bytesMax)
                    throw TooLarge(bytesMax);
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            var body = new BoundedBody(buffer, length);
            buffer = null;
            return body;
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
    }

    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException failure) when (failure is not (BadHttpRequestException or ConnectionResetException) && !cancellationToken.IsCancellationRequested)
        {
            // A chunk's size beyond what the server counts.
            throw new ProblemException(ErrorCodes.InvalidRequest, "The body is not well-formed HTTP.");
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static ProblemException TooLarge(int bytesMax) =>
        new(ErrorCodes.BodyTooLarge, $"The body is longer than {bytesMax} bytes.");
}
