using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>
/// The segments of a spool and how far they were delivered. One appends and one reads at a time, the one beside the other.
/// </summary>
/// <remarks>
/// What a crash leaves behind: a frame that is not durable was not acknowledged, and whoever reads next finds it torn, or whole and then
/// delivers it too. After a failed write or synchronisation nothing is known of a file's tail, so it is never appended to again: a new
/// segment says how much of the file before it holds. A segment goes once all of it was delivered and a later one has records, so the last
/// event of a producer stays known. A cursor that is behind makes the last batch be sent twice, which the auditor knows.
/// </remarks>
internal sealed class SpoolJournal : IDisposable
{
    private readonly ISpoolDisk _disk;
    private readonly SpoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly SpoolCursor _cursor;
    private readonly Lock _lock = new();
    private readonly List<SpoolSegment> _segments;

    // Owned by whoever appends.
    private long _lastNumber;
    private bool _isAppendable;
    private long _end;
    private Digest _chain;

    // Owned by whoever reads.
    private SpoolPosition _at = new(-1, 0, 0, Digest.Zero);
    private long _next;

    private SpoolJournal(
        ISpoolDisk disk, SpoolSettings settings, TimeProvider time, SpoolCursor cursor, (List<SpoolSegment> Segments, ReadOnlyMemory<byte>? Last, Digest Chain, long LastNumber) found)
    {
        (_disk, _settings, _time, _cursor, _next) = (disk, settings, time, cursor, cursor.Next);
        (_segments, Last, _chain, _lastNumber) = found;
        _end = _segments.Count == 0 ? 0 : _segments[^1].End;
        RemoveDelivered();
    }

    /// <summary>The last event that was there when it was opened.</summary>
    public ReadOnlyMemory<byte>? Last { get; }

    /// <summary>The octets of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _segments.Sum(segment => segment.Length);
            }
        }
    }

    /// <summary>How many records are durable and not delivered.</summary>
    public long Undelivered
    {
        get
        {
            lock (_lock)
            {
                return _segments.Count == 0 ? 0 : _segments[^1].End - _cursor.Next;
            }
        }
    }

    /// <exception cref="SpoolException">What it holds can't be used.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static SpoolJournal Open(ISpoolDisk disk, SpoolSettings settings, TimeProvider time)
    {
        var cursor = SpoolCursor.Open(disk, isNew: disk.Segments().Count == 0);
        try
        {
            return new SpoolJournal(disk, settings, time, cursor, SpoolRecovery.Recover(disk, cursor.Next));
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <summary>Stores events as one frame; false when there is no room.</summary>
    /// <exception cref="IOException">They could not be made durable. They were not stored, but may be found after a crash.</exception>
    public bool TryAppend(ReadOnlySpan<ReadOnlyMemory<byte>> events)
    {
        byte[] octets = SpoolFrame.Write(events, _end, _time.GetUtcNow().ToUnixTimeMilliseconds(), _chain, out var header);
        if (Bytes + octets.Length + SpoolSector.Size > _settings.MaxBytes)
        {
            return false;
        }

        if (!_isAppendable || _segments[^1].Length >= _settings.SegmentBytes)
        {
            BeginSegment();
        }

        var segment = _segments[^1];
        try
        {
            segment.File.Write(octets, segment.Length);
            segment.File.Flush();
        }
        catch
        {
            _isAppendable = false;
            Abandon(segment);
            throw;
        }

        (_end, _chain) = (_end + events.Length, header.Chain);
        lock (_lock)
        {
            _segments[^1] = segment with { Length = segment.Length + octets.Length, Records = segment.Records + events.Length };
        }

        return true;
    }

    /// <summary>The next durable frame that was not read; null when there is none. Of the first one after a start the events that were delivered before are left out.</summary>
    /// <exception cref="SpoolException">It isn't what was stored.</exception>
    public SpoolFrame? ReadNext()
    {
        SpoolSegment? segment;
        lock (_lock)
        {
            segment = _segments.Find(one => one.End > _next);
        }

        if (segment is null)
        {
            return null;
        }

        if (_at.Segment != segment.Number)
        {
            _at = SpoolPosition.StartOf(segment);
        }

        while (true)
        {
            var frame = SpoolReader.ReadDurable(segment.File, _at, segment.Length);
            _at = _at.Behind(frame.Header);
            if (_at.Record > _next)
            {
                int known = (int)Math.Max(0, _next - frame.Header.FirstRecord);
                _next = _at.Record;
                return frame with { Events = [.. frame.Events.Skip(known)] };
            }
        }
    }

    /// <summary>The first <paramref name="count"/> of the records that were not delivered are now, and durably so.</summary>
    /// <exception cref="IOException">The cursor could not be made durable: call it again before anything more is sent.</exception>
    public void Deliver(int count)
    {
        _cursor.Store(_cursor.Next + count);
        RemoveDelivered();
    }

    /// <summary>Closes the files; what they hold stays.</summary>
    public void Dispose()
    {
        _cursor.Dispose();
        _segments.ForEach(segment => segment.File.Dispose());
    }

    private void BeginSegment()
    {
        var before = _segments.Count == 0 ? null : _segments[^1];
        var header = new SpoolSegmentHeader(++_lastNumber, before?.Number ?? -1, before?.Length ?? 0, _end, _chain);
        var file = _disk.CreateSegment(header.Number);
        try
        {
            Span<byte> sector = stackalloc byte[SpoolSector.Size];
            header.Write(sector);
            file.Write(sector, 0);
            file.Flush();
            _disk.Flush();
        }
        catch
        {
            file.Dispose();
            TryRemove(header.Number);
            throw;
        }

        lock (_lock)
        {
            _segments.Add(new SpoolSegment(header.Number, file, _end, _chain, SpoolSector.Size, 0));
        }

        _isAppendable = true;
    }

    /// <summary>Drops a segment that never got a record, so that a disk that goes on failing doesn't fill with them.</summary>
    private void Abandon(SpoolSegment segment)
    {
        if (segment.Records > 0)
        {
            return;
        }

        lock (_lock)
        {
            _segments.Remove(segment);
        }

        segment.File.Dispose();
        TryRemove(segment.Number);
    }

    private void RemoveDelivered()
    {
        while (true)
        {
            SpoolSegment first;
            lock (_lock)
            {
                if (_segments.Count < 2 || _segments[0].End > _cursor.Next || _segments[^1].End == _segments[0].End)
                {
                    return;
                }

                first = _segments[0];
                _segments.RemoveAt(0);
            }

            first.File.Dispose();
            TryRemove(first.Number);
        }
    }

    private void TryRemove(long number)
    {
        try
        {
            _disk.RemoveSegment(number);
        }
        catch (IOException)
        {
            // It is no part of the spool any more, and is removed when the spool is opened again.
        }
    }
}
