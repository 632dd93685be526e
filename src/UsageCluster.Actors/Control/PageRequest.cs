namespace UsageCluster.Actors.Control;

/// <summary>A page of a list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Rows per page, 1 to 100.</param>
public readonly record struct PageRequest(int Page, int PageSize)
{
    /// <summary>Rows before the page.</summary>
    public long Offset => (long)(Page - 1) * PageSize;
}
