using System.Globalization;
using System.Text;

namespace Signet.Ledger.Witnesses;

/// <summary>The body of an <c>add-checkpoint</c> request (C2SP tlog-witness): old size, consistency proof, empty line, signed checkpoint.</summary>
/// <param name="OldSize">The size that the proof starts from; 0 or more.</param>
/// <param name="Proof">The consistency proof: at most 63 digests.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record AddCheckpointRequest(long OldSize, IReadOnlyList<Digest> Proof, ReadOnlyMemory<byte> Note)
{
    /// <summary>The most octets of a request: a note with some cosignatures and the longest proof.</summary>
    public const int MaxOctets = 16 * 1024;

    /// <summary>The most digests of a proof.</summary>
    public const int MaxProof = 63;

    private const string OldPrefix = "old ";

    /// <summary>The checkpoint's first line, whoever signed it: the name of a log.</summary>
    public string Origin => Encoding.UTF8.GetString(Note.Span[..Math.Max(Note.Span.IndexOf((byte)'\n'), 0)]);

    /// <summary>Reads a body; refuses any other spelling.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, out AddCheckpointRequest? request)
    {
        request = null;
        var end = body.Length > MaxOctets ? -1 : body.Span.IndexOf("\n\n"u8);
        if (end < 0 || body.Span[..end].ContainsAnyExceptInRange((byte)'\n', (byte)'~'))
        {
            return false;
        }

        var lines = Encoding.ASCII.GetString(body.Span[..end]).Split('\n');
        if (lines.Length > MaxProof + 1 || !lines[0].StartsWith(OldPrefix, StringComparison.Ordinal) ||
            !TryParseSize(lines[0][OldPrefix.Length..], out var oldSize))
        {
            return false;
        }

        var proof = new List<Digest>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
        {
            if (!TryParseDigest(line, out var digest))
            {
                return false;
            }

            proof.Add(digest);
        }

        request = new AddCheckpointRequest(oldSize, proof, body[(end + 2)..]);
        return true;
    }

    /// <summary>Reads a tree size: decimal, no sign, no leading zero.</summary>
    public static bool TryParseSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) &&
        size.ToString(CultureInfo.InvariantCulture) == text;

    /// <summary>The octets of the body.</summary>
    public byte[] Write()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n");
        foreach (var digest in Proof)
        {
            head.Append(Convert.ToBase64String(digest.ToArray())).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Note.Span];
    }

    private static bool TryParseDigest(string line, out Digest digest)
    {
        Span<byte> octets = stackalloc byte[48];
        var isDigest = line.Length == 44 && Convert.TryFromBase64String(line, octets, out var length) && length == Digest.Size &&
            Convert.ToBase64String(octets[..length]) == line;
        digest = isDigest ? new Digest(octets[..Digest.Size]) : default;
        return isDigest;
    }
}
