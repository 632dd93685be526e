using System.Globalization;
using System.Net.Sockets;
using System.Text;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Http.Tests.Support;

/// <summary>A connection over which a test sends whatever bytes it likes, and reads answers of HTTP/1.1.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    // Most answers are short.
    private byte[] _buffer = new byte[1024];
    private int _start, _end;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens one, sends these bytes and reads all that comes back until the server closes or resets.</summary>
    public static async Task<string> ExchangeAsync(Uri address, string latin1, bool hangUp = false)
    {
        using var connection = await OpenAsync(address);
        await connection.SendAsync(latin1);
        if (hangUp)
            connection.EndSending();
        return await connection.ReadToEndAsync();
    }

    public void Dispose() => _stream.Dispose();

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    /// <summary>Sends; what the server does not take because it has closed is dropped.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // Its answer, if it gave one, is still there to be read.
        }
    }

    /// <summary>Sends; false: the server has closed.</summary>
    public async Task<bool> TrySendAsync(string latin1, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(latin1), cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The next head, of an interim answer too; null: the server closed before it had sent a whole one.</summary>
    public Task<string?> ReadHeadAsync() => ReadUntilAsync("\r\n\r\n"u8.ToArray());

    /// <summary>No more is sent; answers are still read.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has closed.
        }
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset() => _socket.Close(0);

    /// <summary>All that comes until the server closes or resets.</summary>
    public async Task<string> ReadToEndAsync()
    {
        while (await FillAsync())
        {
        }

        return Encoding.Latin1.GetString(_buffer, _start, _end - _start);
    }

    /// <summary>The next answer; null if the server closed before it had sent a whole one.</summary>
    /// <param name="isHead">Whether it answers HEAD, and so has no body.</param>
    public async Task<RawAnswer?> ReadAsync(bool isHead = false)
    {
        while (true)
        {
            if (await ReadHeadAsync() is not { } head)
                return null;
            var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            if (status is >= 100 and < 200)
                continue;
            var headers = lines[1..].Select(Split).ToList();
            var answer = new RawAnswer(status, head, headers, []);
            if (isHead || status is 204 or 304)
                return answer;
            return await ReadBodyAsync(answer) is { } body ? answer with { Body = body } : null;
        }
    }

    private static (string Name, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    }

    private async Task<byte[]?> ReadBodyAsync(RawAnswer answer)
    {
        if (answer.Header("Transfer-Encoding") == "chunked")
            return await ReadChunksAsync();
        if (answer.Header("Content-Length") is { } length)
            return await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture));
        while (await FillAsync())
        {
        }

        return await TakeAsync(_end - _start);
    }

    private async Task<byte[]?> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (await ReadUntilAsync("\r\n"u8.ToArray()) is { } size)
        {
            var length = int.Parse(size.AsSpan(0, size.Length - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (await TakeAsync(length + 2) is not { } chunk)
                return null;
            if (length == 0)
                return body.ToArray();
            body.Write(chunk, 0, length);
        }

        return null;
    }

    private async Task<string?> ReadUntilAsync(byte[] end)
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf(end)) < 0)
        {
            if (!await FillAsync())
                return null;
        }

        var text = Encoding.Latin1.GetString(_buffer, _start, found + end.Length);
        _start += found + end.Length;
        return text;
    }

    private async Task<byte[]?> TakeAsync(int count)
    {
        while (_end - _start < count)
        {
            if (!await FillAsync())
                return null;
        }

        var taken = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return taken;
    }

    /// <summary>Whether more has come; false: the server has closed or reset.</summary>
    private async Task<bool> FillAsync()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        try
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), deadline.Token);
            _end += read;
            return read > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
