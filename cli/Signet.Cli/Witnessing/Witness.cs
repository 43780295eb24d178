using System.Globalization;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Witnesses;
using Signet.Verifier;

namespace Signet.Cli.Witnessing;

/// <summary>
/// Cosigns checkpoints that go on from the last one it cosigned (C2SP tlog-witness). It remembers that one for each log, on disk, before the
/// cosignature leaves.
/// </summary>
/// <remarks>
/// :: Step 1: The request can be read, and its log is known.
/// :: Step 2: The checkpoint is signed by the log.
/// :: Step 3: One request at a time for each log: its old size is the one remembered, and the tree goes on from there.
/// :: Step 4: Remember, durably. A crash before the answer leaves a checkpoint remembered that nobody holds a cosignature of; the log asks
/// again from that size, and gets one.
/// :: Step 5: Cosign.
/// </remarks>
internal sealed class Witness : IDisposable
{
    private const string SizeMediaType = "text/x.tlog.size";

    private readonly WitnessedLogs _logs;
    private readonly Cosigner _cosigner;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (FileVerifierMemory Memory, SemaphoreSlim One)> _memories = new(StringComparer.Ordinal);

    /// <param name="directory">Where it remembers: one file for each log. It exists, and is this witness's alone.</param>
    /// <param name="logs">The logs that it knows.</param>
    /// <param name="cosigner">Its key; the caller disposes of it.</param>
    /// <param name="time">The clock of its cosignatures.</param>
    public Witness(string directory, WitnessedLogs logs, Cosigner cosigner, TimeProvider time)
    {
        (_logs, _cosigner, _time) = (logs, cosigner, time);
        foreach (var name in logs.Names)
        {
            _memories[name] = (new FileVerifierMemory(Path.Combine(directory, name + ".checkpoint")), new SemaphoreSlim(1, 1));
        }
    }

    /// <summary>What it remembers of a log; null for nothing yet.</summary>
    /// <exception cref="IOException">What it remembers can't be read.</exception>
    public async ValueTask<Checkpoint?> RecallAsync(string log, CancellationToken cancellationToken) =>
        (await _memories[log].Memory.RecallAsync(log, cancellationToken))?.Tree;

    /// <summary>The answer to an <c>add-checkpoint</c>.</summary>
    /// <exception cref="IOException">What it remembers can't be read or written: nothing was cosigned.</exception>
    public async Task<WitnessAnswer> AddAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // :: Step 1
        if (!AddCheckpointRequest.TryParse(body, out var request))
        {
            return new WitnessAnswer(400);
        }

        if (_logs.Find(request!.Origin) is not { } keys)
        {
            return new WitnessAnswer(404);
        }

        // :: Step 2
        Checkpoint? checkpoint = null;
        if (!keys.Any(key => Checkpoint.TryOpen(request.Note.Span, key, out checkpoint)))
        {
            return new WitnessAnswer(403);
        }

        if (request.OldSize > checkpoint!.Size)
        {
            return new WitnessAnswer(400);
        }

        // :: Step 3
        var (memory, one) = _memories[checkpoint.LogId];
        await one.WaitAsync(cancellationToken);
        try
        {
            var last = (await memory.RecallAsync(checkpoint.LogId, cancellationToken))?.Tree;
            if (Refusal(request, last, checkpoint) is { } refusal)
            {
                return refusal;
            }

            // :: Step 4
            if (last != checkpoint)
            {
                await memory.RememberAsync(new SeenLog { Tree = checkpoint }, CancellationToken.None);
            }

            // :: Step 5
            return new WitnessAnswer(200, _cosigner.Sign(checkpoint, _time.GetUtcNow()));
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        foreach (var (_, one) in _memories.Values)
        {
            one.Dispose();
        }
    }

    private static WitnessAnswer? Refusal(AddCheckpointRequest request, Checkpoint? last, Checkpoint checkpoint)
    {
        var size = last?.Size ?? 0;
        if (request.OldSize != size || (checkpoint.Size == size && last is not null && checkpoint.Root != last.Root))
        {
            return new WitnessAnswer(409, size.ToString(CultureInfo.InvariantCulture) + "\n", SizeMediaType);
        }

        // Of nothing everything is a continuation; a proof of it is empty.
        var goesOn = size == 0
            ? request.Proof.Count == 0 && (checkpoint.Size > 0 || checkpoint.Root == Digest.Of([]))
            : ConsistencyProof.Verify(size, last!.Root, checkpoint.Size, checkpoint.Root, [.. request.Proof]);
        return goesOn ? null : new WitnessAnswer(422);
    }
}
