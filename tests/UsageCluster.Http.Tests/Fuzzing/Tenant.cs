namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>
/// A customer with two companies under an ATS. Its ids begin with one word, and all that no one else may learn holds another: where one of them is
/// found in an answer to someone else, something leaks.
/// </summary>
/// <param name="letter">Tells it from the others.</param>
internal sealed class Tenant(char letter)
{
    /// <summary>In every id.</summary>
    public string Canary { get; } = letter + "canary";

    /// <summary>In every name, event, and whatever else it has.</summary>
    public string Hidden { get; } = letter + "secret";

    public string Minutes => Canary + "-min";

    public string Credits => Canary + "-cre";

    public string Ats => Canary + "-ats";

    public string Focus => Hidden + "-focus";

    public string CostKey => Hidden + "-cost";

    public string EventId => Hidden + "-event";
}
