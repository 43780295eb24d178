using System.Buffers;
using System.Runtime.InteropServices;
using Signet.Gateway.Json;

namespace Signet.Gateway.Streaming;

/// <summary>
/// Cuts octets into events as the WHATWG HTML standard says for <c>text/event-stream</c>: CR, LF and CRLF end a line, wherever the
/// octets were split; no other character does. Comments, <c>id</c> and <c>retry</c> are dropped. Belongs to one stream.
/// </summary>
internal sealed class SseFramer
{
    /// <summary>The most octets of one event, its lines of every kind together.</summary>
    public const int MaxEventOctets = 1 << 20;

    /// <summary>Events that make less than this part of the octets that came with them are copied, so that they don't keep the rest in memory.</summary>
    private const int LeastShare = 4;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private ReadOnlyMemory<byte> _only;
    private string _name = "";
    private bool _hasData;
    private bool _afterCarriageReturn;
    private bool _started;
    private int _octets;

    /// <summary>True once an event was larger than <see cref="MaxEventOctets"/>; nothing is read from then on.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>True when the stream stands inside an event that has data.</summary>
    public bool IsInsideEvent => _hasData || _line.WrittenCount > 0;

    /// <summary>Takes the next octets and adds the events that they complete to <paramref name="events"/>.</summary>
    /// <param name="octets">The octets, which must not change later: an event of one line is a part of them.</param>
    /// <param name="events">Takes the events.</param>
    public void Push(ReadOnlyMemory<byte> octets, List<SseEvent> events)
    {
        var (first, rest) = (events.Count, octets);
        while (rest.Length > 0 && !IsTooLarge)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (rest.Span[0] == (byte)'\n')
                {
                    rest = rest[1..];
                    continue;
                }
            }

            var end = rest.Span.IndexOfAny(LineEnds);
            var part = end < 0 ? rest : rest[..end];
            _octets += part.Length + 1;
            if (_octets > MaxEventOctets)
            {
                IsTooLarge = true;
            }
            else if (end < 0)
            {
                _line.Write(part.Span);
                break;
            }
            else
            {
                _afterCarriageReturn = rest.Span[end] == (byte)'\r';
                rest = rest[(end + 1)..];
                EndLine(part, events);
            }
        }

        // An event that is held must not keep octets in memory that aren't its own: neither these when it ends later, nor many of them.
        KeepOnly();
        CopyWhereFew(octets.Length, CollectionsMarshal.AsSpan(events)[first..]);
    }

    private void EndLine(ReadOnlyMemory<byte> part, List<SseEvent> events)
    {
        var whole = _line.WrittenCount == 0;
        if (!whole)
        {
            _line.Write(part.Span);
        }

        var line = whole ? part.Span : _line.WrittenSpan;
        if (!_started)
        {
            _started = true;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (line.Length == 0)
        {
            Dispatch(events);
        }
        else
        {
            var colon = line.IndexOf((byte)':');
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? default : line[(colon + 1)..];
            value = value.StartsWith(" "u8) ? value[1..] : value;
            if (field.SequenceEqual("data"u8))
            {
                AddData(value, whole ? part[^value.Length..] : default);
            }
            else if (field.SequenceEqual("event"u8))
            {
                _name = RecentStrings.Get(value);
            }
        }

        _line.ResetWrittenCount();
    }

    /// <summary>Adds a line of data. The first is kept where it stands, until another comes or its octets may go.</summary>
    private void AddData(ReadOnlySpan<byte> value, ReadOnlyMemory<byte> place)
    {
        if (!_hasData && place.Length > 0)
        {
            _only = place;
        }
        else
        {
            KeepOnly();
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
        }

        _hasData = true;
    }

    private void KeepOnly()
    {
        _data.Write(_only.Span);
        _only = default;
    }

    private void Dispatch(List<SseEvent> events)
    {
        if (_only.Length > 0)
        {
            events.Add(new SseEvent(_only, _name));
        }
        else if (_data.WrittenCount > 0)
        {
            events.Add(new SseEvent(_data.WrittenSpan.ToArray(), _name));
        }

        _data.ResetWrittenCount();
        (_only, _name, _hasData, _octets) = (default, "", false, 0);
    }

    private static void CopyWhereFew(int octets, Span<SseEvent> events)
    {
        long kept = 0;
        foreach (var item in events)
        {
            kept += item.Data.Length;
        }

        if (kept * LeastShare < octets)
        {
            foreach (ref var item in events)
            {
                item = item with { Data = item.Data.ToArray() };
            }
        }
    }
}
