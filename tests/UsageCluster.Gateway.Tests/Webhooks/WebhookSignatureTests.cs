using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Body = """{"test": 2432232314}""";

    private static readonly Instant Now = new(1_000);

    // The example that libraries of Standard Webhooks are tested by.
    [Fact]
    public void A_signature_is_that_of_the_standard() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Id, Timestamp, Body));

    [Theory]
    [InlineData(1_001, 2)]
    [InlineData(1_000, 1)]
    public void The_secret_before_a_rotation_signs_too_until_its_overlap_ends(long until, int signatures)
    {
        var webhook = new WebhookRow
        {
            WebhookId = "wh",
            Url = "https://example.com",
            Secret = [1],
            PreviousSecret = [2],
            PreviousSecretUntil = new Instant(until),
            CreatedAt = Now,
        };

        var header = WebhookSignature.Sign(webhook, Id, Timestamp, Body, Now).Split(' ');

        Assert.Equal(signatures, header.Length);
        Assert.Equal(WebhookSignature.Sign([1], Id, Timestamp, Body), header[0]);
        Assert.All(header[1..], second => Assert.Equal(WebhookSignature.Sign([2], Id, Timestamp, Body), second));
    }

    [Fact]
    public void Secrets_are_of_256_random_bits()
    {
        var secret = WebhookSignature.NewSecret();

        Assert.Equal(32, secret.Length);
        Assert.NotEqual(secret, WebhookSignature.NewSecret());
        Assert.Equal("whsec_" + Convert.ToBase64String(secret), WebhookSignature.Text(secret));
    }
}
