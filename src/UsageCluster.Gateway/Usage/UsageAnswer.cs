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

    private readonly IReadOnlyList<NamedCompanyReport> _companies;
    private readonly CompanyFragment?[] _fragments;
    private readonly byte[] _tail;

    /// <summary>The answer with these companies, in this order.</summary>
    /// <param name="companies">The companies.</param>
    /// <param name="totals">Their merge.</param>
    /// <param name="fragmentOf">What is kept of a company's rendering; null: nothing, and it is rendered whenever it is written.</param>
    public UsageAnswer(IReadOnlyList<NamedCompanyReport> companies, MergedTotals totals, Func<NamedCompanyReport, EntryRenderer, CompanyFragment?> fragmentOf)
    {
        _companies = companies;
        _fragments = new CompanyFragment?[companies.Count];
        _tail = RenderTail(totals);
        Length = Head.Length + _tail.Length + Math.Max(0, companies.Count - 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var renderer = new EntryRenderer();
        for (var i = 0; i < _fragments.Length; i++)
        {
            var company = companies[i];
            var fragment = _fragments[i] = fragmentOf(company, renderer);
            IsKeptWhole &= fragment is not null;
            var entries = fragment is null ? Render(company, renderer) : fragment.Entries;
            var entriesHash = fragment?.Hash ?? EntriesHash.Of(entries);
            Length += entries.Length;
            hash.AppendData(entriesHash);
        }

        // The totals follow from the companies, but the tag must not depend on that.
        hash.AppendData(_tail);
        Tags = new EntityTags(hash.GetHashAndReset());
    }

    /// <summary>The body's length in bytes.</summary>
    public long Length { get; }

    /// <summary>The body's entity tags: equal if and only if the body is.</summary>
    public EntityTags Tags { get; }

    /// <summary>Whether no part is rendered when it is written.</summary>
    public bool IsKeptWhole { get; } = true;

    /// <summary>The parts of the body.</summary>
    public int PartCount => _fragments.Length + 2;

    /// <summary>Writes a part of the body; <paramref name="renderer"/> may be null if it <see cref="IsKeptWhole"/>.</summary>
    public void WritePart(int index, IBufferWriter<byte> writer, EntryRenderer? renderer)
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
            writer.Write(_fragments[index - 1] is { } fragment ? fragment.Entries : Render(_companies[index - 1], renderer!));
        }
    }

    private static ReadOnlySpan<byte> Render(NamedCompanyReport company, EntryRenderer renderer) => renderer.Entries(company.CompanyName, company.Report);

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
