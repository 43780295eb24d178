using System.Text.Json;
using Signet.Ledger.Tests.Canonical;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>
/// Says what the first finding must be when one octet of a segment is changed: the table of docs/ledger-format.md from regions to kinds,
/// worked out from the original and the changed octets without the library.
/// </summary>
internal sealed class OctetOracle
{
    private const int LineHead = 9;
    private const int LineMiddle = 8;
    private const int MacDigits = 64;
    private const int LineTail = LineMiddle + MacDigits + 2;

    private readonly byte[] _original;
    private readonly long _segment;
    private readonly bool _last;
    private readonly long _firstSeq;
    private readonly List<(int Start, int End)> _lines = [];

    public OctetOracle(CorpusLog log, int segment)
    {
        (_original, _segment, _last) = (log.Segments[segment], segment, segment == log.Segments.Length - 1);
        for (var start = 0; start < _original.Length;)
        {
            var end = start + _original.AsSpan(start).IndexOf((byte)'\n');
            _lines.Add((start, end));
            start = end + 1;
        }

        _firstSeq = Parse(Line(_original, 0)).GetProperty("first_seq").GetInt64();
    }

    private int Entries => _lines.Count - 2;

    /// <summary>What must be found when the octet at a place is this one.</summary>
    public Expectation Expect(int at, byte value, bool full)
    {
        var number = _lines.FindIndex(line => at <= line.End);
        var (start, end) = _lines[number];
        if (at == end && number >= 1 && number < Entries && Entries > 2)
        {
            // Two entry lines become one, whose entry reaches from the first into the second; a segment needs two.
            return Expectation.At(FindingKind.MalformedEntry, _segment, _firstSeq + number - 1);
        }

        if (at == end || value == (byte)'\n')
        {
            return Expectation.At(FindingKind.MalformedSegment, _segment);
        }

        var line = Line(_original, number).ToArray();
        line[at - start] = value;
        var expected = number == 0 ? ExpectHeader(line)
            : number == _lines.Count - 1 ? ExpectFooter(line, full)
            : ExpectLine(number - 1, at - start, line, full);
        return expected with { Alone = full };
    }

    private Expectation ExpectHeader(byte[] line)
    {
        if (!IsCanonical(line, FormatSchema.IsHeader, out _))
        {
            return Expectation.At(FindingKind.MalformedSegment, _segment);
        }

        return Changed(Line(_original, 0), line) switch
        {
            "log_id" or "segment" => Expectation.At(FindingKind.MalformedSegment, _segment),
            "first_seq" => Expectation.At(FindingKind.SeqGap, _segment),
            "epoch" => Expectation.At(FindingKind.EpochRegression, _segment),
            "key_id" => Expectation.At(FindingKind.UnknownKey, _segment),
            "prev_segment" => Expectation.At(FindingKind.LinkMismatch, _segment),
            var member => throw new InvalidOperationException(member),
        };
    }

    private Expectation ExpectFooter(byte[] line, bool full)
    {
        if (!IsCanonical(line, FormatSchema.IsFooter, out _))
        {
            return Expectation.At(FindingKind.MalformedSegment, _segment);
        }

        return Changed(Line(_original, _lines.Count - 1), line) != "mac" ? Expectation.At(FindingKind.RootMismatch, _segment)
            : full ? Expectation.At(FindingKind.SegmentMacMismatch, _segment)
            : AtTheNextLink();
    }

    private Expectation ExpectLine(int entry, int at, byte[] line, bool full)
    {
        var seq = _firstSeq + entry;
        if (at >= LineHead && at < line.Length - LineTail)
        {
            return ExpectEntry(entry, line[LineHead..^LineTail], full);
        }

        var inMac = at >= line.Length - LineTail + LineMiddle && at < line.Length - 2;
        if (!inMac || !char.IsAsciiHexDigitLower((char)line[at]))
        {
            return Expectation.At(FindingKind.MalformedSegment, _segment);
        }

        return full ? Expectation.At(FindingKind.MacMismatch, _segment, seq)
            : entry == Entries - 2 ? Expectation.At(FindingKind.SealMismatch, _segment, seq + 1)
            : NextSealsAKey(entry) ? Expectation.At(FindingKind.UnknownKey, _segment, seq + 1)
            : AtTheNextLink();
    }

    private Expectation ExpectEntry(int entry, byte[] changed, bool full)
    {
        var seq = _firstSeq + entry;
        if (!IsCanonical(changed, FormatSchema.IsEntry, out var parsed))
        {
            return Expectation.At(parsed is null ? FindingKind.MalformedEntry : FindingKind.NonCanonicalEntry, _segment, seq);
        }

        var original = Parse(EntryOf(entry));
        var (type, member) = (original.GetProperty("type").GetString()!, Changed(EntryOf(entry).Span, changed));
        var sealedPart = type == "epoch" ? ChangedPartOfASealedKey(original, parsed!.Value) : null;
        return member == "seq" ? Expectation.At(FindingKind.SeqGap, _segment, seq)
            : type == "commit" && member == "commit" ? Expectation.At(OfACommit(original, parsed!.Value), _segment, seq)
            : sealedPart == "recipient" ? RootOr(_ => false)
            : sealedPart == "ciphertext" || (sealedPart == "sig" && !full) ? Within(seq, FindingKind.UnknownKey)
            : full ? Expectation.At(FindingKind.MacMismatch, _segment, seq)
            : Keyless(type, member, original, parsed!.Value, seq);
    }

    /// <summary>Without MACs an entry that is another one shows in what it means, where it means something to the walk, and in the tree.</summary>
    private Expectation Keyless(string type, string member, JsonElement original, JsonElement changed, long seq)
    {
        if (member == "recorded_at")
        {
            return RootOr(actual => actual == seq || actual == seq + 1, FindingKind.TimeContradicted);
        }

        return type switch
        {
            "seal" when !Same(original, changed, "seal", "state_sha256") => RootOr(_ => false),
            "seal" => Expectation.At(FindingKind.SealMismatch, _segment, seq),
            "producer_key" => RootOr(actual => actual >= seq, FindingKind.SignatureInvalid, FindingKind.UnknownKey),
            "genesis" => RootOr(actual => actual == seq, FindingKind.MalformedEntry, FindingKind.UnknownKey),
            "epoch" => RootOr(actual => actual == seq || actual is null, FindingKind.MalformedEntry, FindingKind.UnknownKey, FindingKind.EpochRegression),
            "settings" => RootOr(actual => actual == seq, FindingKind.MalformedEntry),
            "checkpoint_key" or "key" => RootOr(actual => actual == seq, FindingKind.UnknownKey),
            "verification" => RootOr(actual => actual == seq, FindingKind.UnknownKey, FindingKind.SignatureInvalid),
            "anchor" => RootOr(actual => actual == seq, FindingKind.AnchorInvalid),
            _ => RootOr(_ => false),
        };
    }

    private Expectation RootOr(Func<long?, bool> isPlace, params FindingKind[] kinds) =>
        new([FindingKind.RootMismatch, .. kinds], _segment, actual => actual is null || isPlace(actual));

    private Expectation Within(long seq, FindingKind kind) => new([kind], _segment, actual => actual is null || actual == seq);

    /// <summary>What only the digest of the whole object tells shows where the next segment names it; in the last one nothing names it.</summary>
    private Expectation AtTheNextLink() => _last ? Expectation.Nothing : Expectation.At(FindingKind.LinkMismatch, _segment + 1);

    private bool NextSealsAKey(int entry) => entry + 1 < Entries && SealedKey(Parse(EntryOf(entry + 1))) is not null;

    private static JsonElement? SealedKey(JsonElement entry) =>
        entry.TryGetProperty("epoch", out var epoch) && epoch.TryGetProperty("sealed_key", out var sealedKey) ? sealedKey : null;

    /// <summary>The checkpoint key's signature vouches for the ciphertext and not for whom it is.</summary>
    private static string? ChangedPartOfASealedKey(JsonElement original, JsonElement changed) =>
        SealedKey(original) is { } before && SealedKey(changed) is { } after
            ? before.EnumerateObject().FirstOrDefault(part => part.Value.GetRawText() != after.GetProperty(part.Name).GetRawText()) is { Value.ValueKind: not JsonValueKind.Undefined } part
                ? part.Name
                : null
            : null;

    private static FindingKind OfACommit(JsonElement original, JsonElement changed)
    {
        static (string, string) Key(JsonElement entry) =>
            (entry.GetProperty("commit").GetProperty("event").GetProperty("producer").GetProperty("id").GetString()!,
                entry.GetProperty("commit").GetProperty("signature").GetProperty("key_id").GetString()!);

        return Key(original) == Key(changed) ? FindingKind.SignatureInvalid : FindingKind.UnknownKey;
    }

    private static bool Same(JsonElement original, JsonElement changed, string body, string member) =>
        original.GetProperty(body).TryGetProperty(member, out var before) == changed.GetProperty(body).TryGetProperty(member, out var after) &&
        (before.ValueKind == JsonValueKind.Undefined || before.GetRawText() == after.GetRawText());

    /// <summary>The one outermost member in which two objects differ.</summary>
    private static string Changed(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        var (before, after) = (Parse(original), Parse(changed));
        return before.EnumerateObject().Single(member => member.Value.GetRawText() != after.GetProperty(member.Name).GetRawText()).Name;
    }

    /// <summary>True for the canonical octets of an object of the form.</summary>
    /// <param name="octets">What may be an object.</param>
    /// <param name="isForm">The form that it must have.</param>
    /// <param name="parsed">The object where it is one of the form, in whatever spelling; else null.</param>
    private static bool IsCanonical(byte[] octets, Func<JsonElement, bool> isForm, out JsonElement? parsed)
    {
        parsed = null;
        try
        {
            var value = JsonDocument.Parse(octets, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
            parsed = isForm(value) ? value : null;
            return parsed is not null && IndependentForm.Rewrite(octets).AsSpan().SequenceEqual(octets);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // Half a surrogate pair, or a number written as a fraction: the first is no text, the second another spelling.
            return false;
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json).RootElement;

    private static JsonElement Parse(ReadOnlySpan<byte> json) => Parse((ReadOnlyMemory<byte>)json.ToArray());

    private ReadOnlySpan<byte> Line(byte[] octets, int number) => octets.AsSpan(_lines[number].Start, _lines[number].End - _lines[number].Start);

    private ReadOnlyMemory<byte> EntryOf(int entry) => Line(_original, entry + 1)[LineHead..^LineTail].ToArray();
}
