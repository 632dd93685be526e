using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Security;

/// <summary>Before routing: whatever is not public needs a key that is taken, else 401, whether or not the path exists.</summary>
internal sealed class KeyAuthentication(RequestDelegate next, KeyCheck check, KeyUse use, TimeProvider time)
{
    private const string Scheme = "Bearer";

    public Task InvokeAsync(HttpContext context)
    {
        if (PublicPaths.Contains(context.Request.Path))
            return next(context);
        if (!TryReadKey(context.Request.Headers, out var text))
            return RefuseAsync(context);

        var now = Instant.From(time.GetUtcNow());
        var pending = check.FindAsync(text, now, context.RequestAborted);
        return pending.IsCompletedSuccessfully ? ContinueAsync(context, pending.Result, now) : AwaitAsync(context, pending, now);
    }

    /// <summary>The one key that the headers carry, under one name or both.</summary>
    internal static bool TryReadKey(IHeaderDictionary headers, out ReadOnlyMemory<char> key)
    {
        key = default;
        var authorization = headers.Authorization;
        var named = headers["X-API-Key"];
        if (authorization.Count > 1 || named.Count > 1)
            return false;
        if (authorization.Count == 1)
        {
            if (!TryReadBearer(authorization, out key))
                return false;
            return named.Count == 0 || key.Span.SequenceEqual(named[0].AsSpan().Trim(' '));
        }

        if (named.Count == 0)
            return false;
        key = named[0].AsMemory().Trim(' ');
        return key.Length > 0;
    }

    private static bool TryReadBearer(StringValues authorization, out ReadOnlyMemory<char> key)
    {
        key = default;
        var value = authorization[0];
        if (value is null || value.Length <= Scheme.Length || value[Scheme.Length] != ' '
            || !value.AsSpan().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        key = value.AsMemory(Scheme.Length + 1).Trim(' ');
        return key.Length > 0;
    }

    private async Task AwaitAsync(HttpContext context, ValueTask<Principal?> pending, Instant now) =>
        await ContinueAsync(context, await pending, now);

    private Task ContinueAsync(HttpContext context, Principal? principal, Instant now)
    {
        if (principal is null)
            return RefuseAsync(context);
        use.Note(principal, now);
        context.Features.Set(principal);
        return next(context);
    }

    private static Task RefuseAsync(HttpContext context) =>
        ProblemWriter.WriteAsync(context, ErrorCodes.Unauthorized, "The request carries no key that is taken: send it as 'Authorization: Bearer' or 'X-API-Key'.");
}
