using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/keys</c>.</summary>
internal sealed class KeyAdmin(ControlPlane control, GatewayOptions options, TimeProvider time)
{
    private const int OverlapSecondsMax = 2_592_000;

    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        await AdminAnswer.WritePageAsync(context, page, await control.Store.ListKeysAsync(page, context.RequestAborted), KeyJson.Read);
    }

    public async Task GetAsync(HttpContext context)
    {
        var key = await RequireAsync(AdminPath.Token(context, "id"), context.RequestAborted);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, KeyJson.Read(key));
    }

    public async Task PostAsync(HttpContext context)
    {
        var now = Instant.From(time.GetUtcNow());
        var request = KeyRequest.Read(await AdminBody.ReadAsync(context, options), options, now);
        if (request.BoundCompanies is not null)
            await AtsAdmin.RequireCompaniesAsync(control, ErrorCodes.UnknownOwner, "owner", request.BoundCompanies, context.RequestAborted);

        var minted = ApiKey.Mint(request.Kind);
        var key = new KeyRow
        {
            KeyId = minted.KeyId,
            Kind = request.Kind,
            Owner = request.Owner,
            BoundCompanies = request.BoundCompanies,
            Name = request.Name,
            Scopes = request.Scopes,
            SecretHash = minted.SecretHash,
            ExpiresAt = request.ExpiresAt,
            CreatedAt = now,
        };
        var stamp = AdminRequest.Stamp(context, "key.create", "keys/" + key.KeyId);
        var written = await control.Store.CreateKeyAsync(key, stamp.Record(now, null, KeyJson.Audited(key)), context.RequestAborted);
        if (written == StoreWrite.MissingReference)
            throw UnknownOwner(request);
        await control.SyncAsync(context.RequestAborted);
        context.Response.Headers.Location = "/admin/keys/" + key.KeyId;
        await AdminAnswer.WriteAsync(context, StatusCodes.Status201Created, KeyJson.Minted(key, minted.Text));
    }

    public async Task RotateAsync(HttpContext context)
    {
        var keyId = AdminPath.Token(context, "id");
        var fields = await AdminBody.ReadAsync(context, options);
        var overlapSeconds = fields.Integer("overlapSeconds", required: false, 0, OverlapSecondsMax) ?? 0;
        fields.ThrowIfBad();

        var now = Instant.From(time.GetUtcNow());
        KeyRow? after = null;
        MintedKey? minted = null;
        var written = await ChangeAsync(context, keyId, "key.rotate", now, before =>
        {
            if (before.RevokedAt is not null || before.ExpiresAt <= now)
                return null;
            minted = ApiKey.Mint(before.Kind, before.KeyId);
            return after = before with
            {
                SecretHash = minted.SecretHash,
                PreviousSecretHash = overlapSeconds > 0 ? before.SecretHash : null,
                PreviousSecretUntil = overlapSeconds > 0 ? now.Plus(TimeSpan.FromSeconds(overlapSeconds)) : null,
            };
        });
        if (written == StoreWrite.Unchanged)
            throw new ProblemException(ErrorCodes.KeyEnded, "The key is revoked or expired: make a new one.");
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, KeyJson.Minted(after!, minted!.Text));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var now = Instant.From(time.GetUtcNow());
        await ChangeAsync(
            context, AdminPath.Token(context, "id"), "key.revoke", now,
            before => before.RevokedAt is null ? before with { RevokedAt = now } : null);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static ProblemException UnknownOwner(KeyRequest request)
    {
        var expected = request.Kind == KeyKind.Runtime ? "one of the companies does not exist." : $"there is no such {ApiKey.Word(request.Kind)}.";
        return new ProblemException(ErrorCodes.UnknownOwner, "owner: " + expected, [new FieldError("owner", expected)]);
    }

    private static ProblemException NotFound(string keyId) => new(ErrorCodes.KeyNotFound, $"There is no key '{keyId}'.");

    private async Task<KeyRow> RequireAsync(string keyId, CancellationToken cancellationToken) =>
        await control.Store.FindKeyAsync(keyId, cancellationToken) ?? throw NotFound(keyId);

    private async Task<StoreWrite> ChangeAsync(HttpContext context, string keyId, string action, Instant now, Func<KeyRow, KeyRow?> change)
    {
        var stamp = AdminRequest.Stamp(context, action, "keys/" + keyId);
        var written = await control.Store.ChangeKeyAsync(
            keyId, change, (before, after) => stamp.Record(now, KeyJson.Audited(before), KeyJson.Audited(after)), context.RequestAborted);
        if (written == StoreWrite.NotFound)
            throw NotFound(keyId);
        await control.SyncAsync(context.RequestAborted);
        return written;
    }
}
