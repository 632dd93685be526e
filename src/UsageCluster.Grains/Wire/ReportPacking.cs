using UsageCluster.Core.Reports;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>
/// Reports as compact bytes: an ATS's thousand companies are read by one call. The first byte is the format; what a later version has
/// to add becomes a further field beside these bytes, which an earlier one passes over.
/// </summary>
internal static class ReportPacking
{
    private const byte Format = 1;
    private const int BytesPerReport = 192;

    /// <summary>One company's report.</summary>
    public static byte[] Pack(CompanyReport report)
    {
        var bytes = new PackWriter(BytesPerReport);
        try
        {
            bytes.Varint(Format);
            Write(ref bytes, report);
            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The report of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static CompanyReport UnpackCompany(byte[] packed)
    {
        var bytes = Open(packed);
        var report = ReadCompany(ref bytes);
        bytes.End();
        return report;
    }

    /// <summary>An ATS's report.</summary>
    public static byte[] Pack(AtsReport report)
    {
        var bytes = new PackWriter(checked((report.Companies.Count + 1) * BytesPerReport));
        try
        {
            bytes.Varint(Format);
            bytes.Varint((ulong)report.Companies.Count);
            foreach (var (name, company) in report.Companies)
            {
                bytes.Text(name);
                Write(ref bytes, company);
            }

            Write(ref bytes, report.Totals);
            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The report of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static AtsReport UnpackAts(byte[] packed)
    {
        var bytes = Open(packed);
        var companies = new NamedCompanyReport[bytes.Count()];
        for (var i = 0; i < companies.Length; i++)
            companies[i] = new NamedCompanyReport(bytes.Text(), ReadCompany(ref bytes));
        var totals = ReadTotals(ref bytes);
        bytes.End();
        return new AtsReport([.. companies], totals);
    }

    /// <summary>A silo's answers.</summary>
    public static byte[] Pack(SiloReports reports)
    {
        var bytes = new PackWriter(reports.Answers.Count);
        try
        {
            bytes.Varint(Format);
            bytes.Varint((ulong)reports.Answers.Count);
            foreach (var answer in reports.Answers)
            {
                bytes.Varint((ulong)answer.Kind);
                if (answer.Report is { } report)
                    Write(ref bytes, report);
            }

            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The answers of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static SiloReports UnpackSilo(byte[] packed)
    {
        var bytes = Open(packed);
        var answers = new SiloReport[bytes.Count()];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = (SiloReportKind)bytes.Varint() switch
            {
                SiloReportKind.NotHere => SiloReport.NotHere,
                SiloReportKind.Unchanged => SiloReport.Unchanged,
                SiloReportKind.Report => SiloReport.Of(ReadCompany(ref bytes)),
                _ => throw PackReader.Foreign(),
            };
        }

        bytes.End();
        return new SiloReports(answers);
    }

    private static PackReader Open(byte[] packed)
    {
        var bytes = new PackReader(packed);
        return bytes.Varint() == Format ? bytes : throw PackReader.Foreign();
    }

    private static void Write(ref PackWriter bytes, CompanyReport report)
    {
        bytes.Text(report.CompanyId);
        bytes.Signed(report.Version);
        var systems = report.Systems;
        bytes.Varint((ulong)systems.Count);
        for (var i = 0; i < systems.Count; i++)
        {
            var system = systems[i];
            bytes.Varint((ulong)system.System);
            bytes.Signed(system.Quantity);
            bytes.Signed(system.Interviews);
            var buckets = system.Buckets;
            bytes.Varint((ulong)buckets.Count);
            for (var j = 0; j < buckets.Count; j++)
            {
                var bucket = buckets[j];
                bytes.SharedText(bucket.CostKey);
                bytes.Signed(bucket.Events);
                bytes.Signed(bucket.Interviews);
                bytes.Signed(bucket.Quantity);
            }
        }
    }

    private static CompanyReport ReadCompany(ref PackReader bytes)
    {
        var companyId = bytes.Text();
        var version = bytes.Signed();
        var systems = new SystemReport[bytes.Count()];
        for (var i = 0; i < systems.Length; i++)
        {
            var system = Known.System(bytes.Varint());
            var quantity = bytes.Signed();
            var interviews = bytes.Signed();
            var count = bytes.Count();
            var buckets = count == 0 ? [] : new BucketFigures[count];
            for (var j = 0; j < buckets.Length; j++)
                buckets[j] = new BucketFigures(bytes.SharedText(), bytes.Signed(), bytes.Signed(), bytes.Signed());
            systems[i] = new SystemReport(system, quantity, interviews, buckets);
        }

        return new CompanyReport(companyId, version, systems);
    }

    private static void Write(ref PackWriter bytes, MergedTotals totals)
    {
        bytes.OptionalSigned(totals.MinutesMs);
        bytes.OptionalSigned(totals.CreditsMicro);
        bytes.Signed(totals.Interviews);
        bytes.Varint((ulong)totals.Buckets.Count);
        foreach (var bucket in totals.Buckets)
        {
            bytes.SharedText(bucket.CostKey);
            bytes.Signed(bucket.Events);
            bytes.OptionalSigned(bucket.MinutesMs);
            bytes.OptionalSigned(bucket.CreditsMicro);
        }
    }

    private static MergedTotals ReadTotals(ref PackReader bytes)
    {
        var minutes = bytes.OptionalSigned();
        var credits = bytes.OptionalSigned();
        var interviews = bytes.Signed();
        var buckets = new MergedBucket[bytes.Count()];
        for (var i = 0; i < buckets.Length; i++)
            buckets[i] = new MergedBucket(bytes.SharedText(), bytes.Signed(), bytes.OptionalSigned(), bytes.OptionalSigned());
        return new MergedTotals(minutes, credits, interviews, buckets);
    }
}
