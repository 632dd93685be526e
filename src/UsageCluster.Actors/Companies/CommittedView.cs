using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Companies;

/// <summary>What an activation shows to readers on any thread. It keeps nothing of the actor but the view, and once that has retired not even that.</summary>
public sealed class CommittedView
{
    private volatile Tenure? _tenure;
    private volatile CompanyView? _view;

    /// <summary>The activation's right to its company; null before it begins.</summary>
    internal Tenure? Tenure
    {
        set => _tenure = value;
    }

    /// <summary>The view; null before activation, and once the actor is broken or deactivated. Whether it may be shown is for others to ask.</summary>
    internal CompanyView? View => _view;

    /// <summary>
    /// The view for a read that found <paramref name="held"/> to be held after it had arrived: null also if the activation began under another term.
    /// No clock is looked at, so that one look serves many companies.
    /// </summary>
    public CompanyView? Under(LeaseTerm held) =>
        _tenure is { IsTakenOver: false } tenure && ReferenceEquals(tenure.Term, held) ? _view : null;

    /// <summary>As the other overload. While the stamp is the same, under a term that is held, so is the view.</summary>
    public CompanyView? Under(LeaseTerm held, out SeenStamp seen)
    {
        seen = default;
        if (_tenure is not { } tenure || !ReferenceEquals(tenure.Term, held))
            return null;
        // Before anything that it stands for. Once the slot is another's the view is gone already.
        seen = held.Stamps.See(tenure.Slot);
        return tenure.IsTakenOver ? null : _view;
    }

    /// <summary>Replaces the view, null: by none. Of an activation with a tenure, on its turn only.</summary>
    internal void Show(CompanyView? view)
    {
        // It was retired before, and its slot may be another's.
        if (view is null && _view is null)
            return;
        var (stamps, slot) = (_tenure!.Term.Stamps, _tenure.Slot);
        stamps.Begin(slot);
        _view = view;
        stamps.End(slot);
    }
}
