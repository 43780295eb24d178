using System.Globalization;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage;

namespace Signet.Auditor.Intake;

/// <summary>Where anchors are asked for and come in. Each is checked here again before it is chained.</summary>
internal sealed class AnchorIntake(
    AuditorOptions options, LogSequencer sequencer, LogHead head, IDerivedStore derived, TimeProvider time) : IAnchorLog
{
    /// <summary>How many duties are remembered. A round is over in seconds; a token for an older duty is asked for again.</summary>
    private const int DutiesRemembered = 256;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Digest> _duties = [];
    private readonly Queue<long> _order = [];

    public string LogId => options.LogId;

    public ValueTask<AnchorDuty?> GetDutyAsync(CancellationToken cancellationToken)
    {
        if (head.Position is not { DueAt: { } due } position || (position.UnanchoredSince is null && due > time.GetUtcNow()))
        {
            return ValueTask.FromResult<AnchorDuty?>(null);
        }

        Remember(position);
        return ValueTask.FromResult<AnchorDuty?>(new AnchorDuty(position.Size, position.Root.ToArray(), due, position.Epoch));
    }

    public async ValueTask WaitForDutyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var position = head.Position;
            var wait = Timeout.InfiniteTimeSpan;
            if (position is { UnanchoredSince: not null })
            {
                return;
            }

            if (position is { DueAt: { } due })
            {
                wait = due - time.GetUtcNow();
                if (wait <= TimeSpan.Zero)
                {
                    return;
                }

                wait = wait < LongestWait ? wait : LongestWait;
            }

            try
            {
                await head.WaitBeyondAsync(position?.Size ?? 0, cancellationToken).WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The idle log may be due now.
            }
        }
    }

    public async ValueTask SubmitAsync(IReadOnlyList<AnchorBody> round, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (Fault(round) is { } fault)
        {
            throw new ArgumentException(fault, nameof(round));
        }

        var outcome = await sequencer.SubmitAsync(EntrySubmission.FromOutside([.. round])).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outcome != CommitOutcome.Recorded)
        {
            throw new IOException("The anchors could not be chained.");
        }
    }

    public async ValueTask KeepAsync(AnchorEvidence evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (RootOfDuty(evidence.Size) is null || head.Position?.Anchors.Tsas.All(tsa => tsa.Name != evidence.Tsa) != false ||
            evidence.Request.Length > AnchorFormat.MaxWireOctets || evidence.Response.Length > AnchorFormat.MaxWireOctets)
        {
            throw new ArgumentException("No such anchor was due.", nameof(evidence));
        }

        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"anchors/{evidence.Size:d20}/{evidence.Tsa}");
            await derived.PutAsync(options.LogId, name + ".tsq", evidence.Request, cancellationToken).ConfigureAwait(false);
            await derived.PutAsync(options.LogId, name + ".tsr", evidence.Response, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            throw new IOException("The request and answer could not be stored.", exception);
        }
    }

    /// <summary>
    /// What a verifier would hold against the log if the round were chained. Only sizes that were handed out as duties are known to end
    /// a segment of this very log.
    /// </summary>
    private string? Fault(IReadOnlyList<AnchorBody> round)
    {
        if (round.Count == 0 || head.Position is not { Anchors: { } promise })
        {
            return "There is no anchor, or no log yet.";
        }

        if (round.DistinctBy(anchor => anchor.Tsa).Count() != round.Count || round.Count < promise.Required)
        {
            return $"A round has anchors of {promise.Required} authorities or more, and one of each.";
        }

        foreach (var anchor in round)
        {
            if (anchor.TreeSize != round[0].TreeSize || RootOfDuty(anchor.TreeSize) is not { } root ||
                !root.ToArray().AsSpan().SequenceEqual(anchor.Root.Span))
            {
                return $"The anchor of {anchor.Tsa} is not over a tree that was due one.";
            }

            if (promise.Tsas.All(tsa => tsa.Name != anchor.Tsa))
            {
                return $"The log does not name the authority {anchor.Tsa}.";
            }

            if (options.CheckAnchor?.Invoke(anchor) is { } fault)
            {
                return $"The anchor of {anchor.Tsa} does not hold: {fault}.";
            }
        }

        return null;
    }

    private Digest? RootOfDuty(long size)
    {
        lock (_gate)
        {
            return _duties.TryGetValue(size, out var root) ? root : null;
        }
    }

    private void Remember(LogPosition position)
    {
        lock (_gate)
        {
            if (!_duties.TryAdd(position.Size, position.Root))
            {
                return;
            }

            _order.Enqueue(position.Size);
            if (_order.Count > DutiesRemembered)
            {
                _duties.Remove(_order.Dequeue());
            }
        }
    }
}
