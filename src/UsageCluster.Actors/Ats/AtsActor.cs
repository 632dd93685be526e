using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ats;

/// <summary>
/// Answers for one ATS by asking the companies that it manages at the time of each request (domain rule 15). It holds no state of its own
/// but the last answers, which it gives again while nothing differs; any number of activations agree. Safe for concurrent use.
/// </summary>
public sealed class AtsActor
{
    // So many ranges in turn find their answer again, as a company's view finds its report; of a large ATS fewer, but one.
    private const int KeptAnswersMax = 4, KeptReportsMax = 20_000;

    private readonly string _atsId;
    private readonly ControlPlane _control;
    private readonly IActorCalls _calls;
    private readonly AtsActorOptions _options;
    private readonly Lock _keeping = new();
    private volatile AtsMembers? _members;
    private AtsAnswer[] _kept = [];

    /// <summary>An actor of one ATS. Throws <see cref="ArgumentOutOfRangeException"/> on bad options.</summary>
    public AtsActor(string atsId, ControlPlane control, IActorCalls calls, AtsActorOptions options)
    {
        options.Validate();
        _atsId = atsId;
        _control = control;
        _calls = calls;
        _options = options;
    }

    /// <summary>
    /// See <see cref="IUsageClient.ReportAtsAsync"/>. One company that fails fails the answer. Returns the same object as before if every
    /// company's report and name are the same objects as before, and in part the same pages if some are.
    /// </summary>
    public async ValueTask<AtsReport?> ReportAsync(TimeRange range, CancellationToken cancellationToken)
    {
        if (await _control.FindAtsAsync(_atsId, cancellationToken) is not { } row)
            return null;
        var members = MembersOf(row);
        return Answer(members, await new AtsFanOut(_calls, _options, members, range).RunAsync(cancellationToken)).Report;
    }

    // Under the lock, so that requests which come together share one answer.
    private AtsAnswer Answer(AtsMembers members, CompanyReport[][] reports)
    {
        lock (_keeping)
        {
            var answer = AtsAnswer.Of(members, reports, _kept);
            if (_kept.Length == 0 || _kept[0] != answer)
                _kept = Keep(answer, members);
            return answer;
        }
    }

    /// <summary>The answer, then those used last.</summary>
    private AtsAnswer[] Keep(AtsAnswer answer, AtsMembers members)
    {
        var max = Math.Min(KeptAnswersMax, KeptReportsMax / Math.Max(1, members.CompanyIds.Length));
        var kept = new List<AtsAnswer>(KeptAnswersMax) { answer };
        foreach (var other in _kept)
        {
            if (kept.Count < max && other != answer && other.IsOf(members))
                kept.Add(other);
        }

        return [.. kept];
    }

    private AtsMembers MembersOf(AtsRow row)
    {
        var members = _members;
        if (members is null || !ReferenceEquals(members.Row, row))
            _members = members = new AtsMembers(row, _options.CompaniesPerCallMax);
        return members;
    }
}
