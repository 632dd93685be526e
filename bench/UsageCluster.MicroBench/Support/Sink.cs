using System.IO.Pipelines;

namespace UsageCluster.MicroBench.Support;

/// <summary>A writer that only counts what it is given.</summary>
internal sealed class Sink : PipeWriter
{
    private byte[] _buffer = new byte[128 * 1024];
    private long _unflushed;

    /// <summary>Bytes since the last <see cref="Clear"/>.</summary>
    public long Total { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public void Clear() => Total = _unflushed = 0;

    public override void Advance(int bytes)
    {
        Total += bytes;
        _unflushed += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _buffer.Length)
            _buffer = new byte[sizeHint];
        return _buffer;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _unflushed = 0;
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
