using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Admin;

/// <summary>The body of <c>POST /admin/webhooks</c> and <c>PUT /admin/webhooks/{id}</c>.</summary>
internal sealed record WebhookBody(string Url, string? Description, bool Disabled)
{
    /// <summary>Reads it; throws <see cref="ProblemException"/>: 400 for bad fields, 422 for a target that the server does not send to.</summary>
    public static WebhookBody Read(FieldReader fields, WebhooksOptions options)
    {
        var url = fields.Text("url", required: true, WebhookTarget.IsUrl, $"expected an absolute URL of at most {WebhookTarget.LengthMax} characters.");
        var description = fields.Name("description", required: false);
        var disabled = fields.Boolean("disabled", required: false) ?? false;
        fields.ThrowIfBad();
        if (WebhookTarget.Refusal(new Uri(url!), options) is { } refusal)
            throw new ProblemException(ErrorCodes.WebhookUrlNotAllowed, "url: " + refusal, [new FieldError("url", refusal)]);
        return new WebhookBody(url!, description, disabled);
    }
}
