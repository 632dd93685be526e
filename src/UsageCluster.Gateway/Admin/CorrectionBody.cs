using System.Globalization;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary>The body of a call that corrects events.</summary>
internal static class CorrectionBody
{
    /// <summary>Corrections that one call may carry.</summary>
    public const int CountMax = 1_000;

    private const string Void = "void", Adjust = "adjust";

    private static readonly string[] Kinds = [Void, Adjust];

    /// <summary>Reads the corrections; a <see cref="ProblemException"/> with 400 names every bad field, in an array by the element's index.</summary>
    public static IReadOnlyList<CorrectionRequest> Read(IReadOnlyList<FieldReader> bodies, bool isArray)
    {
        var requests = new List<CorrectionRequest>(bodies.Count);
        var errors = new List<FieldError>();
        for (var i = 0; i < bodies.Count; i++)
        {
            try
            {
                requests.Add(Read(bodies[i]));
            }
            catch (ProblemException problem) when (isArray && problem.Fields is { } fields)
            {
                foreach (var field in fields)
                    errors.Add(field with { Name = string.Create(CultureInfo.InvariantCulture, $"[{i}].{field.Name}") });
                if (errors.Count >= FieldReader.ErrorsMax)
                    break;
            }
        }

        return errors.Count == 0 ? requests : throw new ProblemException(ErrorCodes.InvalidBody, ProblemWriter.Summary(errors), errors);
    }

    private static CorrectionRequest Read(FieldReader fields)
    {
        const string EventId = "expected a string of 1 to 256 printable characters.";
        var id = fields.Text("id", required: true, static t => Identifiers.IsEventId(t), EventId);
        var eventId = fields.Text("eventId", required: true, static t => Identifiers.IsEventId(t), EventId);
        var kind = fields.Word("kind", Kinds);
        var reason = fields.Name("reason");
        long? durationMs = null;
        string? costKey = null, agentFocus = null;
        if (kind == Void)
        {
            foreach (var name in (string[])["durationSeconds", "costKey", "agentFocus"])
                fields.Forbid(name, "only an adjustment takes it.");
        }
        else
        {
            durationMs = fields.DurationMs("durationSeconds");
            costKey = fields.Token("costKey", required: false);
            agentFocus = fields.Token("agentFocus", required: false);
            if (kind == Adjust && !fields.Has("durationSeconds") && !fields.Has("costKey") && !fields.Has("agentFocus"))
                fields.Add("kind", "an adjustment takes at least one of durationSeconds, costKey, agentFocus.");
        }

        fields.ThrowIfBad();
        return new CorrectionRequest
        {
            CorrectionId = id!,
            EventId = eventId!,
            Kind = kind == Void ? CorrectionKind.Void : CorrectionKind.Adjust,
            Reason = reason!,
            DurationMs = durationMs,
            CostKey = costKey,
            AgentFocus = agentFocus,
        };
    }
}
