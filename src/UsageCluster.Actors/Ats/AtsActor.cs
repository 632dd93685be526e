using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ats;

/// <summary>
/// Answers for one ATS by asking the companies that it manages at the time of each request (domain rule 15). It holds no state of its own
/// but the last answer, which it gives again while nothing differs; any number of activations agree. Safe for concurrent use.
/// </summary>
public sealed class AtsActor
{
    private readonly string _atsId;
    private readonly ControlPlane _control;
    private readonly IActorCalls _calls;
    private readonly AtsActorOptions _options;
    private volatile AtsMembers? _members;
    private volatile AtsAnswer? _last;

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
    /// company's report and name are the same objects as before.
    /// </summary>
    public async ValueTask<AtsReport?> ReportAsync(TimeRange range, CancellationToken cancellationToken)
    {
        if (await _control.FindAtsAsync(_atsId, cancellationToken) is not { } row)
            return null;
        var members = MembersOf(row);
        var reports = await new AtsFanOut(_calls, _options, members.CompanyIds, range).RunAsync(cancellationToken);
        var last = _last;
        if (last is not null && last.IsOf(members, reports))
            return last.Report;
        var answer = new AtsAnswer(members, reports);
        _last = answer;
        return answer.Report;
    }

    private AtsMembers MembersOf(AtsRow row)
    {
        var members = _members;
        if (members is null || !ReferenceEquals(members.Row, row))
            _members = members = new AtsMembers(row);
        return members;
    }
}
