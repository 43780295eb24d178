using System.Globalization;
using Signet.Ledger.Checkpoints;

namespace Signet.Ledger.Tiles;

/// <summary>
/// Follows somebody's tile log (C2SP tlog-tiles) through its checkpoints. Remembers the last one, and takes a new one only when its key
/// signed it and the old tree is its beginning. Not safe for concurrent use.
/// </summary>
/// <param name="tiles">Where the log is read.</param>
/// <param name="key">The key that signs its checkpoints.</param>
/// <param name="origin">The first line of its checkpoints.</param>
public sealed class TileLogClient(ITileSource tiles, VerifierKey key, string origin)
{
    private const string CheckpointName = "checkpoint";

    /// <summary>The last checkpoint that was taken, or the one that a caller knew before; null before the first.</summary>
    public Checkpoint? Last { get; set; }

    /// <summary>Reads the log's checkpoint and takes it.</summary>
    /// <returns>What came of it; only with <see cref="TileLogResult.Taken"/> is <see cref="Last"/> a new one.</returns>
    public async ValueTask<TileLogResult> UpdateAsync(CancellationToken cancellationToken)
    {
        if (await tiles.ReadAsync(CheckpointName, cancellationToken).ConfigureAwait(false) is not { } note)
        {
            return TileLogResult.Unavailable;
        }

        if (!SignedNote.TryOpen(note.Span, key, out var text) || !TryReadHead(text, out var head))
        {
            return TileLogResult.NotSigned;
        }

        if (Last is { } last)
        {
            if (head!.Size < last.Size)
            {
                return TileLogResult.RolledBack;
            }

            var proof = await new TileProofs(tiles, head.Size, head.Root).ConsistencyAsync(last.Size, last.Root, cancellationToken)
                .ConfigureAwait(false);
            if (proof is null)
            {
                return TileLogResult.Inconsistent;
            }
        }

        Last = head;
        return TileLogResult.Taken;
    }

    /// <summary>Proofs for the tree of <see cref="Last"/>.</summary>
    /// <exception cref="InvalidOperationException">No checkpoint was taken yet.</exception>
    public TileProofs Proofs() => Last is { } last
        ? new TileProofs(tiles, last.Size, last.Root)
        : throw new InvalidOperationException("No checkpoint was taken yet.");

    /// <summary>Origin, size, root; then lines that others may have added (C2SP tlog-checkpoint), none of them empty.</summary>
    private bool TryReadHead(string text, out Checkpoint? head)
    {
        head = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0 || lines[0] != origin || lines.AsSpan(3..^1).Contains("") ||
            !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ||
            size.ToString(CultureInfo.InvariantCulture) != lines[1])
        {
            return false;
        }

        var root = new byte[Digest.Size + 2];
        if (!Convert.TryFromBase64String(lines[2], root, out var length) || length != Digest.Size ||
            Convert.ToBase64String(root, 0, length) != lines[2])
        {
            return false;
        }

        head = new Checkpoint(origin, size, new Digest(root.AsSpan(0, length)));
        return true;
    }
}
