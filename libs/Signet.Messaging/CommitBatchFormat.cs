using System.Buffers;
using System.Text.Json;

namespace Signet.Messaging;

/// <summary>
/// How batches of commit events travel over HTTP: the request is NDJSON, one event in its wire form (ledger format 1, section 2) a line, every
/// line ended by LF; the answer is <c>{"outcomes":["recorded","quarantined","retry",…]}</c>, one word for each event in the same order.
/// </summary>
public static class CommitBatchFormat
{
    /// <summary>The path below the auditor's base address that takes batches.</summary>
    public const string Path = "commits";

    /// <summary>The media type of a request.</summary>
    public const string RequestMediaType = "application/x-ndjson";

    /// <summary>The media type of an answer.</summary>
    public const string ResponseMediaType = "application/json";

    /// <summary>The most events in a batch.</summary>
    public const int MaxEvents = 256;

    /// <summary>The largest event, without its LF: 64 KiB.</summary>
    public const int MaxEventOctets = 64 * 1024;

    /// <summary>The largest request: 8 MiB.</summary>
    public const int MaxRequestOctets = 8 * 1024 * 1024;

    /// <summary>
    /// The largest request that is sent: under the 4 MiB beyond which a Dapr sidecar refuses one, at every attempt.
    /// </summary>
    public const int MaxSentOctets = 3 * 1024 * 1024;

    /// <summary>The largest answer: 16 KiB.</summary>
    public const int MaxResponseOctets = 16 * 1024;

    private const int ReadBufferOctets = 64 * 1024;
    private const byte LineFeed = (byte)'\n';

    /// <summary>True when the octets can be a line: 1 to <see cref="MaxEventOctets"/> octets without LF. Says nothing of what they mean.</summary>
    public static bool IsLine(ReadOnlySpan<byte> octets) =>
        !octets.IsEmpty && octets.Length <= MaxEventOctets && !octets.Contains(LineFeed);

    /// <summary>Writes a request. The events are at most <see cref="MaxEvents"/>, each <see cref="IsLine"/>.</summary>
    /// <exception cref="ArgumentException">There are too many events, or one can't be a line, or they are too large together.</exception>
    public static byte[] WriteEvents(IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        bool holds = events.Count is > 0 and <= MaxEvents;
        long length = 0;
        for (int i = 0; holds && i < events.Count; i++)
        {
            length += events[i].Length + 1;
            holds = length <= MaxRequestOctets && IsLine(events[i].Span);
        }

        if (!holds)
        {
            throw new ArgumentException("These events can't be one batch.", nameof(events));
        }

        byte[] body = GC.AllocateUninitializedArray<byte>((int)length);
        int position = 0;
        for (int i = 0; i < events.Count; i++)
        {
            events[i].Span.CopyTo(body.AsSpan(position));
            position += events[i].Length;
            body[position++] = LineFeed;
        }

        return body;
    }

    /// <summary>Splits a request into its lines, which are slices of <paramref name="body"/>; what they hold is not looked at.</summary>
    /// <returns>
    /// False when the request breaks a limit, is empty, has an empty line, or doesn't end in LF: refuse it as a whole, nothing of it is known
    /// to be an event.
    /// </returns>
    public static bool TryParseEvents(ReadOnlyMemory<byte> body, out IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        events = [];
        if (body.IsEmpty || body.Length > MaxRequestOctets || body.Span[^1] != LineFeed)
        {
            return false;
        }

        var lines = new List<ReadOnlyMemory<byte>>();
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf(LineFeed);
            if (end is 0 or > MaxEventOctets || lines.Count == MaxEvents)
            {
                return false;
            }

            lines.Add(body[..end]);
            body = body[(end + 1)..];
        }

        events = lines;
        return true;
    }

    /// <summary>Reads a request from a stream, at most one octet beyond the limit, and splits it.</summary>
    /// <returns>Null when <see cref="TryParseEvents"/> would say false.</returns>
    /// <exception cref="IOException">The stream failed.</exception>
    public static async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> ReadEventsAsync(Stream body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        ReadOnlyMemory<byte>? octets = await ReadBoundedAsync(body, MaxRequestOctets, cancellationToken);
        return octets is { } whole && TryParseEvents(whole, out IReadOnlyList<ReadOnlyMemory<byte>> events) ? events : null;
    }

    /// <summary>Writes an answer.</summary>
    public static byte[] WriteOutcomes(IReadOnlyList<CommitOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("outcomes"u8);
            foreach (CommitOutcome outcome in outcomes)
            {
                json.WriteStringValue(outcome switch
                {
                    CommitOutcome.Recorded => "recorded"u8,
                    CommitOutcome.Quarantined => "quarantined"u8,
                    _ => "retry"u8,
                });
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an answer. Anything but exactly the expected form with exactly <paramref name="expected"/> known words is false.</summary>
    public static bool TryParseOutcomes(ReadOnlySpan<byte> json, int expected, out IReadOnlyList<CommitOutcome> outcomes)
    {
        outcomes = [];
        if (json.Length > MaxResponseOctets)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read() || !reader.ValueTextEquals("outcomes"u8)
                || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            var words = new List<CommitOutcome>();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                if (words.Count == expected || OutcomeOf(ref reader) is not { } outcome)
                {
                    return false;
                }

                words.Add(outcome);
            }

            if (reader.TokenType != JsonTokenType.EndArray || words.Count != expected
                || !reader.Read() || reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                return false;
            }

            outcomes = words;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The whole stream, or null when it is longer than the limit.</summary>
    internal static async ValueTask<ReadOnlyMemory<byte>?> ReadBoundedAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Min(limit + 1, ReadBufferOctets));
        while (true)
        {
            int space = Math.Min(ReadBufferOctets, limit + 1 - buffer.WrittenCount);
            int count = await stream.ReadAsync(buffer.GetMemory(space)[..space], cancellationToken);
            if (count == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(count);
            if (buffer.WrittenCount > limit)
            {
                return null;
            }
        }
    }

    private static CommitOutcome? OutcomeOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("recorded"u8))
        {
            return CommitOutcome.Recorded;
        }

        if (reader.ValueTextEquals("quarantined"u8))
        {
            return CommitOutcome.Quarantined;
        }

        return reader.ValueTextEquals("retry"u8) ? CommitOutcome.Retry : null;
    }
}
