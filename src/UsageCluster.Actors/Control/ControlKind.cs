namespace UsageCluster.Actors.Control;

/// <summary>Kinds of rows of the control plane. The numbers are stored: never change one.</summary>
public enum ControlKind
{
    /// <summary>A company's row; its name may stand in the answers of every ATS.</summary>
    Company = 1,

    /// <summary>An ATS or its members.</summary>
    Ats = 2,

    /// <summary>A key.</summary>
    Key = 3,

    /// <summary>General price rules, the catalogue or plans.</summary>
    Rates = 4,
}
