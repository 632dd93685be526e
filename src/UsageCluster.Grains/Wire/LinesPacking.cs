using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>Queries and figures by line and interval as compact bytes, as <see cref="ReportPacking"/> does it.</summary>
internal static class LinesPacking
{
    private const byte Format = 1;
    private const int BytesPerCompany = 512;
    private const ulong HasFocus = 1, HasPlan = 2;

    /// <summary>A query: what is told apart, then the first bound and the length of each interval.</summary>
    public static byte[] Pack(LinesQuery query)
    {
        var bytes = new PackWriter(checked(query.Bounds.Length * 8));
        try
        {
            bytes.Varint(Format);
            bytes.Varint((ulong)query.Groups);
            bytes.Varint((ulong)query.Bounds.Length);
            var before = 0L;
            foreach (var bound in query.Bounds)
            {
                bytes.Signed(bound.Ticks - before);
                before = bound.Ticks;
            }

            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The query of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static LinesQuery UnpackQuery(byte[] packed)
    {
        var bytes = Open(packed);
        var groups = bytes.Varint();
        var bounds = new Instant[bytes.Count()];
        var ticks = 0L;
        for (var i = 0; i < bounds.Length; i++)
            bounds[i] = new Instant(ticks += bytes.Signed());
        bytes.End();
        if (groups > (ulong)(LineGroups.All | LineGroups.Plan))
            throw PackReader.Foreign();
        return new LinesQuery([.. bounds], (LineGroups)groups);
    }

    /// <summary>One company's figures.</summary>
    public static byte[] Pack(CompanyLines lines)
    {
        var bytes = new PackWriter(BytesPerCompany);
        try
        {
            bytes.Varint(Format);
            Write(ref bytes, lines);
            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The figures of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static CompanyLines UnpackCompany(byte[] packed)
    {
        var bytes = Open(packed);
        var lines = Read(ref bytes);
        bytes.End();
        return lines;
    }

    /// <summary>A silo's answers.</summary>
    public static byte[] Pack(SiloLines lines)
    {
        var bytes = new PackWriter(checked((lines.Answers.Count + 1) * BytesPerCompany));
        try
        {
            bytes.Varint(Format);
            bytes.Varint((ulong)lines.Answers.Count);
            foreach (var answer in lines.Answers)
            {
                bytes.Varint(answer is null ? 0UL : 1UL);
                if (answer is not null)
                    Write(ref bytes, answer);
            }

            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The answers of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static SiloLines UnpackSilo(byte[] packed)
    {
        var bytes = Open(packed);
        var answers = new CompanyLines?[bytes.Count()];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = bytes.Varint() switch
            {
                0 => null,
                1 => Read(ref bytes),
                _ => throw PackReader.Foreign(),
            };
        }

        bytes.End();
        return new SiloLines(answers);
    }

    private static PackReader Open(byte[] packed)
    {
        var bytes = new PackReader(packed);
        return bytes.Varint() == Format ? bytes : throw PackReader.Foreign();
    }

    private static void Write(ref PackWriter bytes, CompanyLines lines)
    {
        bytes.Text(lines.CompanyId);
        bytes.Signed(lines.Version);
        bytes.Varint((ulong)lines.Systems.Count);
        foreach (var system in lines.Systems)
            bytes.Varint((ulong)system);
        bytes.Varint((ulong)lines.Lines.Count);
        foreach (var line in lines.Lines)
        {
            Write(ref bytes, line.Key, line.PlanId);
            bytes.Varint((ulong)line.Points.Count);
            var before = 0;
            foreach (var (interval, sums) in line.Points)
            {
                bytes.Signed(interval - before);
                bytes.Signed(sums.Events);
                bytes.Signed(sums.Interviews);
                bytes.Signed(sums.Quantity);
                before = interval;
            }
        }
    }

    private static CompanyLines Read(ref PackReader bytes)
    {
        var companyId = bytes.Text();
        var version = bytes.Signed();
        var systems = new BillingSystem[bytes.Count()];
        for (var i = 0; i < systems.Length; i++)
            systems[i] = Known.System(bytes.Varint());
        var lines = new LineFigures[bytes.Count()];
        for (var i = 0; i < lines.Length; i++)
        {
            var key = ReadKey(ref bytes, out var planId);
            var points = new LinePoint[bytes.Count()];
            var interval = 0L;
            for (var j = 0; j < points.Length; j++)
                points[j] = new LinePoint(checked((int)(interval += bytes.Signed())), new LineSums(bytes.Signed(), bytes.Signed(), bytes.Signed()));
            lines[i] = new LineFigures(key, points) { PlanId = planId };
        }

        return new CompanyLines(companyId, version, systems, lines);
    }

    // Null is told from the empty text; 0 is no direction and no resolution.
    private static void Write(ref PackWriter bytes, LineKey key, string? planId)
    {
        bytes.Varint((ulong)key.System);
        bytes.SharedText(key.CostKey);
        bytes.Varint((key.AgentFocus is null ? 0 : HasFocus) | (planId is null ? 0 : HasPlan));
        if (key.AgentFocus is { } focus)
            bytes.SharedText(focus);
        if (planId is not null)
            bytes.SharedText(planId);
        bytes.Varint((ulong)(key.Direction ?? 0));
        bytes.Varint((ulong)(key.Resolution ?? 0));
    }

    private static LineKey ReadKey(ref PackReader bytes, out string? planId)
    {
        var system = Known.System(bytes.Varint());
        var costKey = bytes.SharedText();
        var has = bytes.Varint();
        var focus = (has & HasFocus) == 0 ? null : bytes.SharedText();
        planId = (has & HasPlan) == 0 ? null : bytes.SharedText();
        var direction = bytes.Varint();
        var resolution = bytes.Varint();
        if (direction > byte.MaxValue || resolution > byte.MaxValue || has > (HasFocus | HasPlan))
            throw PackReader.Foreign();
        return new LineKey(system, costKey, focus, direction == 0 ? null : (Direction)direction, resolution == 0 ? null : (Resolution)resolution);
    }
}
