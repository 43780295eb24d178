using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>An event on its way, and whoever waits for it.</summary>
internal sealed class PendingCommit
{
    private readonly TaskCompletionSource<SignedEvent?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingCommit(EventDraft draft, DateTimeOffset occurredAt) => (Draft, OccurredAt) = (draft, occurredAt);

    public EventDraft Draft { get; }

    public DateTimeOffset OccurredAt { get; }

    /// <summary>Set once by the publisher's loop; from then on its number is used and its octets never change.</summary>
    public SignedEvent? Signed { get; set; }

    public byte[] Wire { get; set; } = [];

    public Task<SignedEvent?> Done => _done.Task;

    public void Resolve(bool recorded) => _done.TrySetResult(recorded ? Signed : null);
}
