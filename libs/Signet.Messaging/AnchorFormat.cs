using Signet.Ledger;
using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>
/// Duties and rounds of anchors between auditor and anchorer. A duty is one JSON object: <c>size</c>, <c>root</c>, <c>oldest_at</c>, <c>epoch</c>. A
/// round is a line for each anchor: the octets of an entry that holds it, its number and time without meaning.
/// </summary>
public static class AnchorFormat
{
    /// <summary>The path of the duty below the auditor's address.</summary>
    public const string DutyPath = "anchors/duty";

    /// <summary>The path of rounds below the auditor's address.</summary>
    public const string RoundPath = "anchors";

    /// <summary>The media type of a duty.</summary>
    public const string DutyMediaType = "application/json";

    /// <summary>The media type of a round.</summary>
    public const string RoundMediaType = "application/x-ndjson";

    /// <summary>The most octets of a duty.</summary>
    public const int MaxDutyOctets = 1_024;

    /// <summary>The most octets of a round.</summary>
    public const int MaxRoundOctets = MaxAnchors * (Entry.MaxOctets + 1);

    private const int MaxAnchors = 16;

    /// <summary>The path of raw requests and answers below the auditor's address.</summary>
    public const string EvidencePath = "anchors/evidence";

    /// <summary>The most octets of an authority's request or answer.</summary>
    public const int MaxWireOctets = 65_536;

    /// <summary>The most octets of a request and an answer on their way to the auditor.</summary>
    public const int MaxEvidenceOctets = (2 * 4 * MaxWireOctets / 3) + 1_024;

    /// <summary>Writes a request and its answer.</summary>
    public static byte[] WriteEvidence(AnchorEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return StrictJson.Write(new EvidenceDocument(
            evidence.Size, evidence.Tsa, Convert.ToBase64String(evidence.Request.Span), Convert.ToBase64String(evidence.Response.Span)));
    }

    /// <summary>Reads a request and its answer; null for anything else.</summary>
    public static AnchorEvidence? ReadEvidence(ReadOnlySpan<byte> json) =>
        StrictJson.Read<EvidenceDocument>(json, MaxEvidenceOctets) is { Size: > 0 } document && LedgerText.IsIdentifier(document.Tsa) &&
        Decode(document.Request) is { } request && Decode(document.Response) is { } response
            ? new AnchorEvidence(document.Size, document.Tsa, request, response)
            : null;

    /// <summary>Writes a duty.</summary>
    public static byte[] WriteDuty(AnchorDuty duty)
    {
        ArgumentNullException.ThrowIfNull(duty);
        return StrictJson.Write(new DutyDocument(duty.Size, Convert.ToHexStringLower(duty.Root.Span), LedgerText.FormatTime(duty.OldestAt), duty.Epoch));
    }

    /// <summary>Reads a duty; null for anything else.</summary>
    public static AnchorDuty? ReadDuty(ReadOnlySpan<byte> json) =>
        StrictJson.Read<DutyDocument>(json, MaxDutyOctets) is { Size: > 0, Epoch: >= 0 } document && Digest.TryParse(document.Root, out var root) &&
        LedgerText.TryParseTime(document.OldestAt, out var oldest)
            ? new AnchorDuty(document.Size, root.ToArray(), oldest, document.Epoch)
            : null;

    /// <summary>Writes a round.</summary>
    /// <exception cref="ArgumentException">An anchor breaks a limit of the format, or there are more than 16.</exception>
    public static byte[] WriteRound(IReadOnlyList<AnchorBody> round)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.Count > MaxAnchors)
        {
            throw new ArgumentException("A round has at most 16 anchors.", nameof(round));
        }

        using var body = new MemoryStream();
        foreach (var anchor in round)
        {
            body.Write(EntryCodec.Write(new Entry(0, anchor.ReceivedAt, anchor)));
            body.WriteByte((byte)'\n');
        }

        return body.ToArray();
    }

    /// <summary>Reads a round; null for anything but 1 to 16 anchors.</summary>
    public static IReadOnlyList<AnchorBody>? ReadRound(ReadOnlyMemory<byte> body)
    {
        var round = new List<AnchorBody>();
        var rest = body;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0 || round.Count == MaxAnchors || EntryCodec.Read(rest[..end]).Entry?.Body is not AnchorBody anchor)
            {
                return null;
            }

            round.Add(anchor);
            rest = rest[(end + 1)..];
        }

        return round.Count == 0 ? null : round;
    }

    private static byte[]? Decode(string base64)
    {
        var octets = new byte[MaxWireOctets];
        return Convert.TryFromBase64String(base64, octets, out var length) && length > 0 ? octets[..length] : null;
    }
}
