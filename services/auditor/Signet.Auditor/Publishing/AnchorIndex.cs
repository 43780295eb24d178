using System.Buffers.Binary;
using System.Globalization;
using Signet.Storage;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Which entries are anchors, and over trees of which size: 16 octets each, since a log has few. Written by the publisher alone, read by
/// many.
/// </summary>
internal sealed class AnchorIndex(IDerivedStore derived, string logId)
{
    private const int RecordOctets = 16;
    private const int AnchorsInPage = 4_096;

    private volatile (long TreeSize, long Seq)[] _anchors = [];
    private int _stored;

    public int Count => _anchors.Length;

    /// <summary>Takes up what is stored; false when some of it is missing.</summary>
    public async ValueTask<bool> ResumeAsync(long count, CancellationToken cancellationToken)
    {
        Reset();
        var anchors = new List<(long, long)>();
        for (var page = 0; anchors.Count < count; page++)
        {
            var wanted = (int)Math.Min(AnchorsInPage, count - anchors.Count);
            if (await derived.ReadAsync(logId, PageName(page), cancellationToken).ConfigureAwait(false) is not { } octets ||
                octets.Length < wanted * RecordOctets)
            {
                return false;
            }

            for (var i = 0; i < wanted; i++)
            {
                var record = octets.Span.Slice(i * RecordOctets, RecordOctets);
                anchors.Add((BinaryPrimitives.ReadInt64BigEndian(record), BinaryPrimitives.ReadInt64BigEndian(record[8..])));
            }
        }

        (_anchors, _stored) = ([.. anchors], anchors.Count);
        return true;
    }

    public void Reset() => (_anchors, _stored) = ([], 0);

    public void Add(long treeSize, long seq) => _anchors = [.. _anchors, (treeSize, seq)];

    /// <summary>Stores the pages that have changed.</summary>
    public async ValueTask StoreAsync(CancellationToken cancellationToken)
    {
        while (_stored < _anchors.Length)
        {
            var page = _stored / AnchorsInPage;
            var rows = _anchors.AsMemory(page * AnchorsInPage, Math.Min(AnchorsInPage, _anchors.Length - (page * AnchorsInPage)));
            var octets = new byte[rows.Length * RecordOctets];
            for (var i = 0; i < rows.Length; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(i * RecordOctets), rows.Span[i].TreeSize);
                BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan((i * RecordOctets) + 8), rows.Span[i].Seq);
            }

            await derived.PutAsync(logId, PageName(page), octets, cancellationToken).ConfigureAwait(false);
            _stored = (page * AnchorsInPage) + rows.Length;
        }
    }

    /// <summary>The earliest anchor over a tree that holds the entry; null when none is.</summary>
    public (long TreeSize, long Seq)? FirstOver(long seq)
    {
        foreach (var anchor in _anchors)
        {
            if (anchor.TreeSize > seq)
            {
                return anchor;
            }
        }

        return null;
    }

    private static string PageName(int page) => string.Create(CultureInfo.InvariantCulture, $"index/anchors/{page:d12}");
}
