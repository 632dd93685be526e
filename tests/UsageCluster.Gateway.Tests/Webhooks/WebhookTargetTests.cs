using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Tests.Webhooks;

public sealed class WebhookTargetTests
{
    private static readonly WebhooksOptions Strict = new();

    [Theory]
    [InlineData("https://example.com/hook?a=b")]
    [InlineData("https://example.com:8443")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://bücher.example/")]
    public void A_url_of_the_internet_is_a_target(string url)
    {
        Assert.True(WebhookTarget.IsUrl(url));
        Assert.Null(WebhookTarget.Refusal(new Uri(url), Strict));
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://user:password@example.com/")]
    [InlineData("https://example.com/#part")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fe80::1%251]/")]
    public void What_a_url_shows_to_be_elsewhere_is_refused(string url) => Assert.NotNull(WebhookTarget.Refusal(new Uri(url), Strict));

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("/hook")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https://example.com/\n")]
    public void A_text_that_is_no_url_of_http_is_none(string text) => Assert.False(WebhookTarget.IsUrl(text));

    [Fact]
    public void The_configuration_allows_private_networks_and_http_each_by_itself()
    {
        Assert.Null(WebhookTarget.Refusal(new Uri("http://example.com"), new WebhooksOptions { AllowHttp = true }));
        Assert.NotNull(WebhookTarget.Refusal(new Uri("http://10.0.0.1"), new WebhooksOptions { AllowHttp = true }));
        Assert.Null(WebhookTarget.Refusal(new Uri("https://10.0.0.1"), new WebhooksOptions { AllowPrivateNetworks = true }));
        Assert.NotNull(WebhookTarget.Refusal(new Uri("http://10.0.0.1"), new WebhooksOptions { AllowPrivateNetworks = true }));
    }
}
