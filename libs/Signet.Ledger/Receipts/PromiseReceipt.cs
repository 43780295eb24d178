using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using Signet.Ledger.Events;

namespace Signet.Ledger.Receipts;

/// <summary>
/// R0: a gateway's signed promise that an event will stand in the log (format 1, section 7). It goes out with the answer, and
/// verifies alone against the gateway's public key.
/// </summary>
public sealed record PromiseReceipt
{
    /// <summary>The header that carries it.</summary>
    public const string HeaderName = "X-Signet-Receipt";

    /// <summary>The longest text form that is read, in characters.</summary>
    public const int MaxLength = 2_048;

    /// <summary>The number of random octets that salt a request's content digests.</summary>
    public const int SaltOctets = 16;

    /// <summary>The log that the event will stand in.</summary>
    public required string LogId { get; init; }

    /// <summary>The event's name.</summary>
    public required Guid Entry { get; init; }

    /// <summary>The digest of the event's octets.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The salt of the request's content digests: 16 octets. With it, whoever holds the content can show that it is the content.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>The signature.</summary>
    public required EventSignature Signature { get; init; }

    /// <summary>The receipt of a signed event.</summary>
    /// <exception cref="ArgumentException">The salt doesn't have <see cref="SaltOctets"/> octets.</exception>
    public static PromiseReceipt For(string logId, SignedEvent signedEvent, ReadOnlyMemory<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        if (salt.Length != SaltOctets)
        {
            throw new ArgumentException("A salt has 16 octets.", nameof(salt));
        }

        return new PromiseReceipt
        {
            LogId = logId,
            Entry = signedEvent.Event.Id,
            Digest = signedEvent.Digest,
            Salt = salt,
            Signature = signedEvent.Signature,
        };
    }

    /// <summary>Reads the text form, strictly: every field once, in order, nothing else but white space around the whole.</summary>
    public static bool TryParse(string? text, out PromiseReceipt? receipt)
    {
        receipt = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var fields = new FieldReader(text.Trim());
        var version = fields.Take("signet");
        var logId = fields.Take("log");
        var alg = fields.Take("alg");
        var entry = fields.Take("entry");
        var key = fields.Take("key");
        var digest = fields.Take("digest");
        var salt = fields.Take("salt");
        var sig = fields.Take("sig");
        var tree = alg == EventSignature.Ed25519Tree;
        var index = tree ? fields.TakeInteger("index", EventSignature.MaxBatch - 1) : null;
        var size = tree ? fields.TakeInteger("size", EventSignature.MaxBatch) : null;
        var path = tree ? fields.TakeDigests("path") : [];
        if (!fields.AtEnd || version != "v1" || !LedgerText.IsIdentifier(logId) || (!tree && alg != EventSignature.Ed25519) ||
            !LedgerText.TryParseUuid7(entry, out var id) || !LedgerText.IsIdentifier(key) || !Digest.TryParse(digest, out var octetsDigest) ||
            !LedgerText.IsLowerHex(salt, 2 * SaltOctets) || !TryDecodeSignature(sig, out var signature) || index >= size)
        {
            return false;
        }

        receipt = new PromiseReceipt
        {
            LogId = logId,
            Entry = id,
            Digest = octetsDigest,
            Salt = Convert.FromHexString(salt),
            Signature = new EventSignature { Alg = alg, KeyId = key, Sig = signature, Index = index, Size = size, Path = path },
        };
        return true;
    }

    /// <summary>True when the gateway that holds <paramref name="publicKey"/> made this promise.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey) =>
        CommitVerifier.Verify(LogId, Entry, Digest, Signature, publicKey);

    /// <summary>
    /// True when an event is the one that was promised. The signature of a batch covers digests and no names, so whoever holds such a receipt may
    /// have renamed it: there the digest alone decides.
    /// </summary>
    /// <param name="id">The event's name.</param>
    /// <param name="digest">The digest of its octets.</param>
    public bool IsKeptBy(Guid id, Digest digest) => digest == Digest && (id == Entry || Signature.Alg == EventSignature.Ed25519Tree);

    /// <summary>True when <paramref name="content"/> is what <paramref name="digest"/>, a content digest of the event, was made of.</summary>
    public bool Covers(Digest digest, ReadOnlySpan<byte> content) => Digest.Of(Salt.Span, content) == digest;

    /// <summary>The text form, as header and comment line carry it.</summary>
    public override string ToString()
    {
        // One goes out with every answer, and the path of a batch has up to eight digests: no text of its own for each.
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[MaxLength]);
        Append(ref text, "signet=v1; log=", LogId);
        Append(ref text, "; alg=", Signature.Alg);
        Append(ref text, "; entry=", Entry);
        Append(ref text, "; key=", Signature.KeyId);
        Append(ref text, "; digest=", Digest);
        Append(ref text, "; salt=", Convert.ToHexStringLower(Salt.Span));
        Append(ref text, "; sig=", Base64Url.EncodeToString(Signature.Sig.Span));
        if (Signature.Alg == EventSignature.Ed25519Tree)
        {
            Append(ref text, "; index=", Signature.Index);
            Append(ref text, "; size=", Signature.Size);
            text.AppendLiteral("; path=");
            for (var i = 0; i < Signature.Path.Count; i++)
            {
                Append(ref text, i == 0 ? "" : ",", Signature.Path[i]);
            }
        }

        return text.ToStringAndClear();
    }

    private static void Append<T>(ref DefaultInterpolatedStringHandler text, string before, T value)
    {
        text.AppendLiteral(before);
        text.AppendFormatted(value);
    }

    private static bool TryDecodeSignature(string text, out byte[] signature)
    {
        signature = new byte[64];
        return text.Length == 86 && Base64Url.IsValid(text, out var length) && length == 64 &&
            Base64Url.TryDecodeFromChars(text, signature, out _) && Base64Url.EncodeToString(signature) == text;
    }
}
