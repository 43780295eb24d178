using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Tests.Checkpoints;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Notes and their keys: only what was signed is ever opened.</summary>
internal static class CheckpointTargets
{
    private const string LogId = "log.example";

    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)9, 32)];

    private static readonly Checkpoint[] Signed =
        [new(LogId, 4, Digest.Of("root"u8)), new(LogId, 1_000_000, Digest.Of("later"u8)), new(LogId, 0, Digest.Of([]))];

    private static readonly VerifierKey Key = KeyOf(Seed);

    // Signed, and no checkpoint: an extension line, and text of another kind.
    private static readonly string[] OtherTexts = [Signed[0].Text + "extension\n", "hello\n\nworld\n"];

    public static FuzzTarget[] All { get; } =
    [
        new("note", ["SignedNote.TryOpen"], [.. Notes(), .. OtherTexts.Select(Note)], OpensNote),
        new("checkpoint", ["Checkpoint.TryOpen", "Checkpoint.TryReadUnsigned"], [.. Notes()], OpensCheckpoint),
        new("checkpoint-text", ["Checkpoint.TryReadText"], FuzzTargets.Octets(Signed.Select(head => head.Text)), ReadsText),
        new(
            "verifier-key", ["VerifierKey.TryParse", "VerifierKey.TryParseForeign"],
            FuzzTargets.Octets(Key.ToString(), VerifierKey.Create("a", new byte[32]).ToString()), ReadsKey),
    ];

    private static bool OpensNote(byte[] octets)
    {
        if (!SignedNote.TryOpen(octets, Key, out var text))
        {
            Assert.Equal("", text);
            return false;
        }

        Assert.Contains(text, (IEnumerable<string>)[.. Signed.Select(head => head.Text), .. OtherTexts]);
        Assert.True(octets.AsSpan().StartsWith(Encoding.UTF8.GetBytes(text + "\n\u2014 ")));
        return true;
    }

    private static bool OpensCheckpoint(byte[] octets)
    {
        var opened = Checkpoint.TryOpen(octets, Key, out var checkpoint);
        var stated = Checkpoint.TryReadUnsigned(octets, out var unsigned);
        Assert.True(!opened || (stated && unsigned == checkpoint && Signed.Contains(checkpoint)));
        Assert.True(!stated || octets.AsSpan().StartsWith(Encoding.UTF8.GetBytes(unsigned!.Text + "\n")));
        return opened;
    }

    private static bool ReadsText(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var read = Checkpoint.TryReadText(text, out var checkpoint);
        Assert.True(!read || (checkpoint!.Text == text && checkpoint.Size >= 0 && LedgerText.IsIdentifier(checkpoint.LogId)));
        return read;
    }

    private static bool ReadsKey(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var (own, foreign) = (VerifierKey.TryParse(text, out var key), VerifierKey.TryParseForeign(text, out var read));
        Assert.Equal(own, foreign && LedgerText.IsIdentifier(read!.Name));
        Assert.Equal(own ? read : null, key);
        if (foreign)
        {
            Assert.Equal(text, read!.ToString());
            byte[] named = [.. Encoding.UTF8.GetBytes(read.Name), (byte)'\n', 1, .. read.PublicKey.Span];
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(named).AsSpan(0, 4)), text.Split('+')[1]);
        }

        return own;
    }

    private static VerifierKey KeyOf(byte[] seed)
    {
        using var signer = new CheckpointSigner(LogId, seed);
        return signer.VerifierKey;
    }

    private static byte[] Note(string text) =>
        Encoding.UTF8.GetBytes(text + "\n" + SignedNote.SignatureLine(Key, CheckpointTests.BouncySign(Seed, text)));

    private static IEnumerable<byte[]> Notes()
    {
        var witness = Encoding.UTF8.GetBytes("\u2014 witness.example/w1 " + Convert.ToBase64String(new byte[76]) + "\n");
        return Signed.Select(head => Note(head.Text)).SelectMany(note => new[] { note, [.. note, .. witness] });
    }
}
