using System.Buffers;
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

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly ArrayBufferWriter<byte> _data = new(1024);
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
    public void Push(ReadOnlySpan<byte> octets, ICollection<SseEvent> events)
    {
        while (octets.Length > 0 && !IsTooLarge)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (octets[0] == (byte)'\n')
                {
                    octets = octets[1..];
                    continue;
                }
            }

            var end = octets.IndexOfAny(LineEnds);
            var part = end < 0 ? octets : octets[..end];
            _octets += part.Length + 1;
            if (_octets > MaxEventOctets)
            {
                IsTooLarge = true;
                return;
            }

            if (end < 0)
            {
                _line.Write(part);
                return;
            }

            _afterCarriageReturn = octets[end] == (byte)'\r';
            octets = octets[(end + 1)..];
            if (_line.WrittenCount == 0)
            {
                EndLine(part, events);
            }
            else
            {
                _line.Write(part);
                EndLine(_line.WrittenSpan, events);
                _line.ResetWrittenCount();
            }
        }
    }

    private void EndLine(ReadOnlySpan<byte> line, ICollection<SseEvent> events)
    {
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
                if (_hasData)
                {
                    _data.Write("\n"u8);
                }

                _data.Write(value);
                _hasData = true;
            }
            else if (field.SequenceEqual("event"u8))
            {
                _name = RecentStrings.Get(value);
            }
        }
    }

    private void Dispatch(ICollection<SseEvent> events)
    {
        if (_hasData && _data.WrittenCount > 0)
        {
            events.Add(new SseEvent(_data.WrittenSpan.ToArray(), _name));
        }

        _data.ResetWrittenCount();
        (_name, _hasData, _octets) = ("", false, 0);
    }
}
