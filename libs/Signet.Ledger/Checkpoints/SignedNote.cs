using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Signet.Ledger.Events;

namespace Signet.Ledger.Checkpoints;

/// <summary>A signed note (C2SP signed-note): lines of text, an empty line, and signature lines.</summary>
public static class SignedNote
{
    /// <summary>The most octets of a note that are read.</summary>
    public const int MaxOctets = 64 * 1024;

    private const string SignaturePrefix = "— ";
    private const int HashOctets = 4;

    /// <summary>
    /// Reads the text of a note that <paramref name="key"/> signed. Signatures by other keys are ignored, be they of the same name; a signature
    /// line of any other form, or a bad signature under the key, spoils the note.
    /// </summary>
    /// <param name="note">The whole note.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">The text, with its last line feed.</param>
    public static bool TryOpen(ReadOnlySpan<byte> note, VerifierKey key, out string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        text = "";
        if (note.Length > MaxOctets || !Utf8.IsValid(note))
        {
            return false;
        }

        var whole = Encoding.UTF8.GetString(note);
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 >= whole.Length || whole[^1] != '\n' || whole.AsSpan().ContainsAnyInRange('\0', '\t') ||
            whole.AsSpan().ContainsAnyInRange('\v', '\u001f'))
        {
            return false;
        }

        var message = Encoding.UTF8.GetBytes(whole[..(split + 1)]);
        var verified = false;
        foreach (var line in whole[(split + 2)..^1].Split('\n'))
        {
            switch (CheckSignature(line, message, key))
            {
                case null:
                    return false;
                case true:
                    verified = true;
                    break;
                default:
                    break;
            }
        }

        text = verified ? whole[..(split + 1)] : "";
        return verified;
    }

    internal static string SignatureLine(VerifierKey key, ReadOnlySpan<byte> signature)
    {
        Span<byte> hashed = stackalloc byte[HashOctets + EventSignature.Ed25519Octets];
        BinaryPrimitives.WriteUInt32BigEndian(hashed, key.Hash);
        signature.CopyTo(hashed[HashOctets..]);
        return $"{SignaturePrefix}{key.Name} {Convert.ToBase64String(hashed)}\n";
    }

    /// <summary>True for a good signature of the key, false for somebody else's, null for a line or signature that spoils the note.</summary>
    private static bool? CheckSignature(string line, ReadOnlySpan<byte> message, VerifierKey key)
    {
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal) || line[SignaturePrefix.Length..].Split(' ') is not [var name, var base64] ||
            name.Length == 0)
        {
            return null;
        }

        var octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length) || length <= HashOctets ||
            Convert.ToBase64String(octets, 0, length) != base64)
        {
            return null;
        }

        if (name != key.Name || BinaryPrimitives.ReadUInt32BigEndian(octets) != key.Hash)
        {
            return false;
        }

        return CommitVerifier.Check(message, octets.AsSpan(HashOctets, length - HashOctets), CommitVerifier.Import(key.PublicKey.Span)) ? true : null;
    }
}
