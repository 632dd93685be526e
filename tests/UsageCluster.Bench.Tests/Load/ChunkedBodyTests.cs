using System.Text;
using UsageCluster.Bench.Harness.Load;

namespace UsageCluster.Bench.Tests.Load;

public class ChunkedBodyTests
{
    private static readonly byte[] Wire = Encoding.ASCII.GetBytes("5\r\nhello\r\n1A;note=a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n");

    [Fact]
    public void A_body_is_put_together_however_its_bytes_arrive()
    {
        for (var size = 1; size <= Wire.Length; size++)
        {
            var body = new ChunkedBody();
            var content = new StringBuilder();
            foreach (var piece in Wire.Chunk(size))
            {
                for (var at = 0; at < piece.Length;)
                {
                    content.Append(Encoding.ASCII.GetString(body.Next(piece.AsSpan(at), out var taken)));
                    at += taken;
                }
            }

            Assert.True(body.IsComplete);
            Assert.Equal("helloabcdefghijklmnopqrstuvwxyz", content.ToString());
        }
    }

    [Fact]
    public void A_body_is_not_complete_before_its_last_line_end()
    {
        var body = new ChunkedBody();
        var bytes = Wire.AsSpan(0, Wire.Length - 1);
        while (bytes.Length > 0)
        {
            body.Next(bytes, out var taken);
            bytes = bytes[taken..];
        }

        Assert.False(body.IsComplete);
    }
}
