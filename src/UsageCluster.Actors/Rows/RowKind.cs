namespace UsageCluster.Actors.Rows;

/// <summary>Which rows of a company are asked for. The numbers travel between silos: never change one.</summary>
public enum RowKind
{
    /// <summary>Uses and corrections that are in figures, by when they count: newest first, then by version.</summary>
    History = 1,

    /// <summary>All corrections, those of tests too, by when they were booked: newest first. No range, cost key or cursor.</summary>
    Corrections = 2,
}
