namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Whose key a request carries, and how.</summary>
internal enum Caller
{
    Admin,
    Bootstrap,
    Company,
    CreditsCompany,
    Ats,
    Runtime,
    BoundRuntime,
    OtherCompany,
    OtherAts,
    Nobody,
    Malformed,
    Unknown,
    WrongSecret,
    Revoked,
    Expired,
    TwoDifferent,
    Twice,
}
