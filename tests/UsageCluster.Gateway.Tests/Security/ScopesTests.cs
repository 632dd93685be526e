using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Tests.Security;

public sealed class ScopesTests
{
    [Theory]
    [InlineData("read:billing", "read:billing")]
    [InlineData("billing:read", "read:billing")]
    [InlineData("express-accounts-usage:read", "read:billing")]
    [InlineData("write:usage", "write:usage")]
    [InlineData("admin:read", "admin:read")]
    [InlineData("admin:write", "admin:write")]
    [InlineData("Read:Billing", null)]
    [InlineData("", null)]
    public void A_scope_resolves_under_its_own_name_and_its_aliases(string name, string? scope) => Assert.Equal(scope, Scopes.Resolve(name));

    [Theory]
    [InlineData(KeyKind.Company, "read:billing")]
    [InlineData(KeyKind.Ats, "read:billing")]
    [InlineData(KeyKind.Runtime, "write:usage")]
    [InlineData(KeyKind.Admin, "admin:read admin:write read:billing")]
    public void A_kind_has_the_scopes_of_the_contract_sorted(KeyKind kind, string scopes) =>
        Assert.Equal(scopes, string.Join(' ', Scopes.OfKind(kind)));
}
