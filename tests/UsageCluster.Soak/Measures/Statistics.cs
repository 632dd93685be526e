namespace UsageCluster.Soak.Measures;

/// <summary>The arithmetic of the report.</summary>
internal static class Statistics
{
    /// <summary>The least value that at least the share of all is not above; null of nothing.</summary>
    public static double? Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    public static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// The slope of y over x by least squares, and its standard error, which is widened where neighbours err alike: samples of one process do. Null of
    /// fewer than 5 points.
    /// </summary>
    public static Slope? LeastSquares(IReadOnlyList<(double X, double Y)> points)
    {
        var n = points.Count;
        if (n < 5)
            return null;
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var sxx = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        if (sxx == 0)
            return null;
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / sxx;
        double[] rest = [.. points.Select(p => p.Y - meanY - (slope * (p.X - meanX)))];
        var squares = rest.Sum(r => r * r);
        if (squares == 0)
            return new Slope(slope, 0);
        var alike = Math.Clamp(rest.Zip(rest.Skip(1)).Sum(pair => pair.First * pair.Second) / squares, 0, 0.9);
        return new Slope(slope, Math.Sqrt(squares / (n - 2) / sxx * (1 + alike) / (1 - alike)));
    }
}
