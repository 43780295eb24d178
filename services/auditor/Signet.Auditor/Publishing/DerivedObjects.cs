using System.Globalization;
using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Tiles;
using Signet.Storage;
using Signet.Storage.Tiles;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Makes tiles, bundles and indexes of stored segments. Many segments are stored in a second, and the right edge of the tree is needed only
/// where a checkpoint is to rest on it, so objects are stored for many segments at once. Goes on behind the last segment whose objects were
/// all stored; where the objects at the right edge are lost or wrong, begins again with the first segment. Owned by the publisher.
/// </summary>
internal sealed class DerivedObjects(string logId, ISegmentReader segments, IDerivedStore derived, EventIndex events, AnchorIndex anchors)
{
    /// <summary>How many objects are stored at once.</summary>
    private const int AtOnce = 8;

    /// <summary>So many entries are read before what they give is stored: some 16 MiB of bundles.</summary>
    private const int MaxUnstored = 16_384;

    private readonly DerivedTileSource _tiles = new(derived, logId);
    private TileWriter? _writer;
    private long _segment = -1;

    /// <summary>Brings the objects up to a stored position.</summary>
    /// <exception cref="StoreException">A segment can't be read, or an object not be stored.</exception>
    /// <exception cref="InvalidDataException">The segments don't give the tree heads they state.</exception>
    public async Task CatchUpAsync(LogPosition position, CancellationToken cancellationToken)
    {
        try
        {
            _writer ??= await ResumeAsync(position, cancellationToken).ConfigureAwait(false) ?? Begin();
            var stored = _writer.Size;
            while (_segment < position.Segment)
            {
                await AddAsync(_writer, _segment + 1, cancellationToken).ConfigureAwait(false);
                _segment++;
                if (_segment == position.Segment || _writer.Size - stored >= MaxUnstored)
                {
                    await StoreAsync(_writer, cancellationToken).ConfigureAwait(false);
                    stored = _writer.Size;
                }
            }
        }
        catch
        {
            // What was appended and not stored is read again.
            _writer = null;
            throw;
        }
    }

    private TileWriter Begin()
    {
        _segment = -1;
        events.Reset();
        anchors.Reset();
        return new TileWriter();
    }

    private async ValueTask<TileWriter?> ResumeAsync(LogPosition position, CancellationToken cancellationToken)
    {
        if (await derived.ReadAsync(logId, PublishedMark.Name, cancellationToken).ConfigureAwait(false) is not { } octets ||
            PublishedMark.Read(octets.Span) is not { } mark || mark.Segment > position.Segment || mark.Size > position.Size ||
            await TileWriter.ResumeAsync(mark.Size, mark.Root, _tiles, cancellationToken).ConfigureAwait(false) is not { } writer ||
            !await events.ResumeAsync(mark.Size, cancellationToken).ConfigureAwait(false) ||
            !await anchors.ResumeAsync(mark.Anchors, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var proofs = new TileProofs(_tiles, mark.Size, mark.Root);
        var first = mark.Size - (mark.Size % EventBlock.Entries);
        for (var bundle = first / TilePath.FullWidth; bundle * TilePath.FullWidth < mark.Size; bundle++)
        {
            if (await proofs.BundleAsync(bundle, cancellationToken).ConfigureAwait(false) is not { } entries)
            {
                return null;
            }

            for (var i = 0; i < entries.Count; i++)
            {
                EntryCodec.ReadOutline(entries[i].Span, out var id);
                if (id is not null)
                {
                    events.Add(id.Value, (bundle * TilePath.FullWidth) + i);
                }
            }
        }

        _segment = mark.Segment;
        return writer;
    }

    private async Task AddAsync(TileWriter writer, long number, CancellationToken cancellationToken)
    {
        var octets = await segments.ReadSegmentAsync(logId, number, cancellationToken).ConfigureAwait(false)
            ?? throw new StoreException($"Segment {number} can't be read yet.");
        if (!SegmentObject.TryParse(octets, out var segment, out var fault) || segment!.Header.FirstSeq != writer.Size)
        {
            throw new InvalidDataException($"Segment {number} can't be published: {fault}.");
        }

        foreach (var line in segment.Lines)
        {
            writer.Append(line.Entry.Span);
            if (EntryCodec.ReadOutline(line.Entry.Span, out var id) is AnchorBody anchor)
            {
                anchors.Add(anchor.TreeSize, writer.Size - 1);
            }
            else if (id is not null)
            {
                events.Add(id.Value, writer.Size - 1);
            }

            if (writer.Size % EventBlock.Entries == 0)
            {
                await events.CloseBlockAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (writer.Size != segment.Footer.Size || writer.Root != segment.Footer.Root)
        {
            await derived.PutAsync(logId, PublishedMark.Name, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            throw new InvalidDataException($"Segment {number} does not continue the tiles; they are made anew.");
        }
    }

    /// <summary>Stores what the segments have given, and then the mark behind which the next start goes on.</summary>
    private async Task StoreAsync(TileWriter writer, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            writer.Flush(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            (tile, token) => derived.PutAsync(logId, tile.Path.ToString(), tile.Octets, token)).ConfigureAwait(false);
        await anchors.StoreAsync(cancellationToken).ConfigureAwait(false);
        await derived.PutAsync(
            logId, PublishedMark.Name, new PublishedMark(_segment, writer.Size, writer.Root, anchors.Count).Write(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where a checkpoint of a tree size stands.</summary>
    public static string CheckpointName(long size) => string.Create(CultureInfo.InvariantCulture, $"checkpoints/{size:d20}");
}
