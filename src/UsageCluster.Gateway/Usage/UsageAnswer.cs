using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Usage;

/// <summary>A JSON answer as the parts that its body consists of. Immutable: answers are kept and written again.</summary>
internal sealed class UsageAnswer
{
    private static readonly byte[] Head = """{"data":{"companies":["""u8.ToArray();

    private readonly CompanyFragment[] _fragments;
    private readonly byte[] _tail;

    /// <summary>The answer with these companies, in this order.</summary>
    public UsageAnswer(CompanyFragment[] fragments, MergedTotals totals)
    {
        _fragments = fragments;
        _tail = RenderTail(totals);
        Length = Head.Length + _tail.Length + Math.Max(0, fragments.Length - 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var fragment in fragments)
        {
            Length += fragment.Entries.Length;
            hash.AppendData(fragment.Hash);
        }

        // The totals follow from the companies, but the tag must not depend on that.
        hash.AppendData(_tail);
        Tags = new EntityTags(hash.GetHashAndReset());
    }

    /// <summary>The body's length in bytes.</summary>
    public long Length { get; }

    /// <summary>The body's entity tags: equal if and only if the body is.</summary>
    public EntityTags Tags { get; }

    /// <summary>The parts of the body.</summary>
    public int PartCount => _fragments.Length + 2;

    /// <summary>Writes a part of the body.</summary>
    public void WritePart(int index, IBufferWriter<byte> writer)
    {
        if (index == 0)
        {
            writer.Write(Head);
        }
        else if (index > _fragments.Length)
        {
            writer.Write(_tail);
        }
        else
        {
            if (index > 1)
                writer.Write(","u8);
            writer.Write(_fragments[index - 1].Entries);
        }
    }

    private static byte[] RenderTail(MergedTotals totals)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, UsageJson.Options))
        {
            json.WriteStartObject();
            UsageJson.WriteTotals(json, totals);
            json.WriteEndObject();
        }

        // The object's own opening brace gives way to the end of "companies"; one more closes what Head opened.
        return [(byte)']', (byte)',', .. buffer.WrittenSpan[1..], (byte)'}'];
    }
}
