using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>An event on its way, and whoever waits for it: one object for both. Its fate is told once, and never on the teller's thread.</summary>
internal sealed class PendingCommit : IValueTaskSource<SignedEvent?>
{
    private ManualResetValueTaskSourceCore<SignedEvent?> _fate = new() { RunContinuationsAsynchronously = true };
    private int _told;

    public PendingCommit(EventDraft draft, DateTimeOffset occurredAt) => (Draft, OccurredAt) = (draft, occurredAt);

    public EventDraft Draft { get; }

    public DateTimeOffset OccurredAt { get; }

    /// <summary>The span that waits for it, where somebody wants spans.</summary>
    public ActivityContext? Span { get; } = SignetTracing.Current;

    /// <summary>Set once by the publisher's loop; from then on its number is used and its octets never change.</summary>
    public SignedEvent? Signed { get; set; }

    /// <summary>The fate, to be awaited once.</summary>
    public ValueTask<SignedEvent?> Fate => new(this, _fate.Version);

    /// <summary>Who waits before it; this and the two that follow belong to <see cref="CommitDeadlines"/>.</summary>
    public PendingCommit? Earlier { get; set; }

    public PendingCommit? Later { get; set; }

    /// <summary>When it began to wait, as a timestamp of the clock.</summary>
    public long WaitsSince { get; set; }

    /// <summary>Tells the fate; false when it was told before.</summary>
    public bool Resolve(bool recorded)
    {
        if (Interlocked.Exchange(ref _told, 1) != 0)
        {
            return false;
        }

        _fate.SetResult(recorded ? Signed : null);
        return true;
    }

    SignedEvent? IValueTaskSource<SignedEvent?>.GetResult(short token) => _fate.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<SignedEvent?>.GetStatus(short token) => _fate.GetStatus(token);

    void IValueTaskSource<SignedEvent?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _fate.OnCompleted(continuation, state, token, flags);
}
