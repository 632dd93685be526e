using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Problems;

/// <summary>
/// Methods are compared exactly (RFC 9110, 9.1), by whatever stands before this server too: routing, which takes <c>post</c> for <c>POST</c>, would let pass
/// what a rule of theirs keeps out.
/// </summary>
internal sealed class MethodMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var letter in context.Request.Method)
        {
            if (char.IsAsciiLetterLower(letter))
                return ProblemWriter.WriteAsync(context, ErrorCodes.InvalidRequest, "Methods are written in upper case.");
        }

        return next(context);
    }
}
