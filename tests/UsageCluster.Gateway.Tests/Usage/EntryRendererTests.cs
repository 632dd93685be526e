using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class EntryRendererTests
{
    // What is escaped, what is not, two and three bytes, a pair, and halves of pairs.
    private static readonly Gen<string> Texts =
        from parts in Gen.OneOf(
            Gen.Elements("a", "Z", "0", " ", "-", "\"", "\\", "/", "<", "&", "'", "+", "\n", "\u0001", "\u007f", "ä", "ß", "日", "😀", "\u2028", "\ud800", "\udc00"),
            Gen.Choose(0, 0xffff).Select(c => ((char)c).ToString()),
            Gen.Elements("company", "Wägen & Co.", new string('x', 3_000))).ListOf()
        select string.Concat(parts);

    private static readonly Gen<long> Numbers = Gen.OneOf(
        Gen.Choose(0, 100).Select(n => (long)n), Gen.Choose(0, int.MaxValue).Select(n => (long)n), Gen.Elements(long.MaxValue, long.MinValue, -1L, 59_999L, 60_000L));

    private static readonly Gen<SystemReport> Systems =
        from system in Gen.Elements(BillingSystem.Minutes, BillingSystem.Credits)
        from quantity in Numbers
        from interviews in Numbers
        from isArray in Gen.Elements(true, false)
        from buckets in (from key in Gen.OneOf(Gen.Elements("standard", "premium", "k1", "k2"), Texts)
                         from events in Numbers
                         from sum in Numbers
                         select new BucketFigures(key, events, 0, sum)).ListOf()
        select new SystemReport(system, quantity, interviews, isArray ? buckets.ToArray() : buckets.ToList());

    private static readonly Gen<NamedCompanyReport[]> Companies =
        from companies in (from id in Texts
                           from name in Texts
                           from systems in Systems.NonEmptyListOf()
                           select new NamedCompanyReport(name, new CompanyReport(id, 1, [.. systems]))).ListOf()
        select companies.ToArray();

    [Fact]
    public void Entries_are_the_bytes_that_a_JSON_writer_writes()
    {
        using var renderer = new EntryRenderer();
        Law.Holds(Companies, 300, companies => Assert.Equal(Written(companies), Encoding.UTF8.GetString(renderer.Entries(companies))));
    }

    [Fact]
    public void Every_character_is_escaped_as_a_JSON_writer_does()
    {
        using var renderer = new EntryRenderer();
        for (var c = 0; c <= 0xffff; c++)
        {
            NamedCompanyReport[] companies = [new(((char)c).ToString(), new CompanyReport("c", 1, [new SystemReport(BillingSystem.Minutes, 1, 1, [])]))];
            Assert.Equal(Written(companies), Encoding.UTF8.GetString(renderer.Entries(companies)));
        }
    }

    private static string Written(NamedCompanyReport[] companies)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, UsageJson.Options))
        {
            json.WriteStartArray();
            foreach (var (name, report) in companies)
            {
                foreach (var system in report.Systems)
                    UsageJson.WriteEntry(json, report.CompanyId, name, system);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan[1..^1]);
    }
}
