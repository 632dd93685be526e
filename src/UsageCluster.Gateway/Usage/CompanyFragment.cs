using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>A company's entries of an answer as JSON bytes, separated by commas, and their hash.</summary>
internal sealed class CompanyFragment
{
    private UsageAnswer? _alone;

    /// <summary>Renders a company's figures.</summary>
    public CompanyFragment(string companyName, CompanyReport report)
    {
        CompanyName = companyName;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, UsageJson.Options))
        {
            json.WriteStartArray();
            for (var i = 0; i < report.Systems.Count; i++)
                UsageJson.WriteEntry(json, report.CompanyId, companyName, report.Systems[i]);
            json.WriteEndArray();
        }

        Entries = buffer.WrittenSpan[1..^1].ToArray();
        Hash = SHA256.HashData(Entries);
    }

    /// <summary>The name that the entries carry.</summary>
    public string CompanyName { get; }

    /// <summary>The entries.</summary>
    public byte[] Entries { get; }

    /// <summary>SHA-256 of the entries.</summary>
    public byte[] Hash { get; }

    /// <summary>The whole answer about this company alone. <paramref name="report"/> is the one that was rendered.</summary>
    public UsageAnswer Alone(CompanyReport report) => _alone ??= new UsageAnswer([this], MergedTotals.Of([report]));
}
