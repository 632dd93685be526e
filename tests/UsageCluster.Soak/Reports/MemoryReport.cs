namespace UsageCluster.Soak.Reports;

/// <summary>How memory of the steady server grew after the warm-up.</summary>
/// <param name="SlopeMiBPerHour">By least squares.</param>
/// <param name="NoiseMiBPerHour">Two standard errors of that: with less certainty than this nothing is said.</param>
/// <param name="FirstMiB">How much it was at first.</param>
/// <param name="LastMiB">How much it was at last.</param>
internal sealed record MemoryReport(double SlopeMiBPerHour, double NoiseMiBPerHour, double FirstMiB, double LastMiB)
{
    public bool GrowsBeyond(double mebiPerHour) => SlopeMiBPerHour - NoiseMiBPerHour > mebiPerHour;
}
