using System.Security.Cryptography;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Tests.Security;

public sealed class ApiKeyTests
{
    [Theory]
    [InlineData(KeyKind.Company, "uc_company_")]
    [InlineData(KeyKind.Ats, "uc_ats_")]
    [InlineData(KeyKind.Runtime, "uc_runtime_")]
    [InlineData(KeyKind.Admin, "uc_admin_")]
    public void A_minted_key_is_read_back_with_its_kind_id_and_hash(KeyKind kind, string prefix)
    {
        var minted = ApiKey.Mint(kind);

        Assert.StartsWith(prefix + minted.KeyId + "_", minted.Text, StringComparison.Ordinal);
        var hash = new byte[SHA256.HashSizeInBytes];
        Assert.True(ApiKey.TryParse(minted.Text, out var readKind, out var id, hash));
        Assert.Equal(kind, readKind);
        Assert.Equal(minted.KeyId, id.ToString());
        Assert.Equal(minted.SecretHash, hash);
    }

    [Fact]
    public void The_secret_has_256_bits_and_only_its_hash_is_kept()
    {
        var minted = ApiKey.Mint(KeyKind.Company);

        var secret = Convert.FromHexString(minted.Text[(minted.Text.LastIndexOf('_') + 1)..]);
        Assert.Equal(32, secret.Length);
        Assert.Equal(SHA256.HashData(secret), minted.SecretHash);
        Assert.DoesNotContain(minted.Text, minted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotated_key_keeps_its_id_and_has_another_secret()
    {
        var first = ApiKey.Mint(KeyKind.Ats);

        var second = ApiKey.Mint(KeyKind.Ats, first.KeyId);

        Assert.Equal(first.KeyId, second.KeyId);
        Assert.NotEqual(first.SecretHash, second.SecretHash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("uc_")]
    [InlineData("uc_company")]
    [InlineData("uc_company_0123456789abcdef01234567")]
    [InlineData("uc_company_0123456789abcdef01234567_")]
    [InlineData("uc_company_0123456789abcdef01234567_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("uc_company_0123456789abcdef01234567_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    [InlineData("uc_company_0123456789abcdef01234567_0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("uc_company_0123456789abcdef0123456Z_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("uc_nobody_0123456789abcdef01234567_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("UC_company_0123456789abcdef01234567_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData(" uc_company_0123456789abcdef01234567_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_text_that_no_mint_makes_is_no_key(string text) =>
        Assert.False(ApiKey.TryParse(text, out _, out _, new byte[SHA256.HashSizeInBytes]));
}
