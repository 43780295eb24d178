using System.Text;
using CsCheck;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Signet.Ledger.Checkpoints;
using Xunit;

namespace Signet.Ledger.Tests.Checkpoints;

public class CheckpointTests
{
    private const string LogId = "log.example";

    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)9, 32)];
    private static readonly Checkpoint Sample = new(LogId, 4, Digest.Of("root"u8));

    [Fact]
    public void Sign_Checkpoint_IsTheNoteOfTheSpecification()
    {
        // Name LF 0x01 key gives the key hash; hash and signature stand in one base64 text behind an em dash (C2SP signed-note).
        using var signer = new CheckpointSigner(LogId, Seed);
        var text = $"log.example\n4\n{Convert.ToBase64String(Sample.Root.ToArray())}\n";
        var hash = Digest.Of([.. "log.example\n"u8, 1, .. signer.VerifierKey.PublicKey.Span]).ToArray()[..4];
        var line = Convert.ToBase64String([.. hash, .. BouncySign(Seed, text)]);
        Assert.Equal($"{text}\n\u2014 log.example {line}\n", Encoding.UTF8.GetString(signer.Sign(Sample)));
    }

    [Fact]
    public void TryOpen_SignedCheckpoint_ReadsBack()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        Assert.True(Checkpoint.TryOpen(signer.Sign(Sample), signer.VerifierKey, out var read));
        Assert.Equal(Sample, read);
    }

    [Fact]
    public void TryOpen_FurtherSignatures_Ignored()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        using var other = new CheckpointSigner(LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        var witness = "\u2014 witness.example/w1 " + Convert.ToBase64String(new byte[76]) + "\n";
        var sameName = Encoding.UTF8.GetString(other.Sign(Sample)).Split("\n\n")[1];
        var note = Encoding.UTF8.GetString(signer.Sign(Sample));
        var lines = note.Split("\n\n");
        Assert.True(Opens(note + witness));
        Assert.True(Opens($"{lines[0]}\n\n{witness}{lines[1]}"));
        Assert.True(Opens($"{lines[0]}\n\n{sameName}{lines[1]}{witness}"));
        Assert.False(Opens($"{lines[0]}\n\n{witness}"));
        Assert.False(Opens($"{lines[0]}\n\n{sameName}"));
    }

    [Fact]
    public void TryOpen_SpoiledNotes_Refused()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        var note = Encoding.UTF8.GetString(signer.Sign(Sample));
        var text = Sample.Text;
        var root = Convert.ToBase64String(Sample.Root.ToArray());
        string[] notes =
        [
            "", "\n", "\n\n", "\n\n\n", text, text + "\n", text + "\n\n", note[..^1], note + "\n", note + "x\n", "\n" + note, " " + note,
            note.Replace("\u2014", "-", StringComparison.Ordinal), note.Replace("\n\n", "\n", StringComparison.Ordinal),
            note.Replace("\n", "\r\n", StringComparison.Ordinal), note.Replace("\n4\n", "\n04\n", StringComparison.Ordinal),
            note + "\u2014  AAAAAAAA\n", note + "\u2014 w\n", note + "\u2014 w AAAA\n", note + "\u2014 w !!!!!!!!\n", note + "\u2014 w AAAAAAAA x\n",

            // Signed by the key itself, yet not a checkpoint of this log.
            Signed($"log.other\n4\n{root}\n"), Signed($"{LogId}\n4\n{root}\nextension\n"), Signed($"{LogId}\n4\n"), Signed($"{LogId}\n04\n{root}\n"),
            Signed($"{LogId}\n+4\n{root}\n"), Signed($"{LogId}\n-4\n{root}\n"), Signed($"{LogId}\n 4\n{root}\n"), Signed($"{LogId}\n4\n{root[..^4]}\n"),
            Signed($"{LogId}\n4\n{root} \n"), Signed($"{LogId}\n99999999999999999999\n{root}\n"), Signed($"{LogId}\n4\n\n{root}\n"),
        ];
        foreach (var spoiled in notes)
        {
            Assert.False(Opens(spoiled), spoiled);
        }

        Assert.True(Opens(Signed(text)));
        Assert.False(Checkpoint.TryOpen([.. Encoding.UTF8.GetBytes(note), 0xff, (byte)'\n'], signer.VerifierKey, out _));
        Assert.False(Opens(note + string.Concat(Enumerable.Repeat("\u2014 w AAAAAAAA\n", 5_000))));
    }

    [Fact]
    public void TryOpen_AnyChangedOctet_Refused()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        var note = signer.Sign(Sample);
        for (var i = 0; i < note.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var mutated = note.ToArray();
                mutated[i] ^= (byte)(1 << bit);
                Assert.False(Checkpoint.TryOpen(mutated, signer.VerifierKey, out var read));
                Assert.Null(read);
            }
        }
    }

    [Fact]
    public void TryOpen_RandomOctets_NeverThrows()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, Sample.Text.Length]).Sample(
            (tail, cut) =>
            {
                _ = Checkpoint.TryOpen(tail, signer.VerifierKey, out _);
                return !Checkpoint.TryOpen([.. Encoding.UTF8.GetBytes(Sample.Text[..cut] + "\n"), .. tail], signer.VerifierKey, out _);
            },
            iter: 5_000);
    }

    [Fact]
    public void Sign_AnotherLog_Throws()
    {
        using var signer = new CheckpointSigner("log.other", Seed);
        Assert.Throws<ArgumentException>(() => signer.Sign(Sample));
    }

    [Fact]
    public void Rotation_SignedByTheOldKey_HoldsAndNothingElse()
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        var to = VerifierKey.Create(LogId, new byte[32]).ToString();
        var sig = BouncySign(Seed, $"signet/checkpoint-key/v1\n{LogId}\n{to}");
        Assert.True(CheckpointKeyRotation.Verify(LogId, signer.VerifierKey, to, sig));
        Assert.False(CheckpointKeyRotation.Verify("log.other", signer.VerifierKey, to, sig));
        Assert.False(CheckpointKeyRotation.Verify(LogId, signer.VerifierKey, to + "x", sig));
        Assert.False(CheckpointKeyRotation.Verify(LogId, VerifierKey.Create(LogId, new byte[32]), to, sig));
        Assert.False(CheckpointKeyRotation.Verify(LogId, signer.VerifierKey, to, sig.AsSpan(0, 63)));
    }

    internal static byte[] BouncySign(byte[] seed, string message)
    {
        var octets = Encoding.UTF8.GetBytes(message);
        var signature = new byte[64];
        new Ed25519PrivateKeyParameters(seed).Sign(Ed25519.Algorithm.Ed25519, null, octets, 0, octets.Length, signature, 0);
        return signature;
    }

    private static string Signed(string text)
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        return text + "\n" + SignedNote.SignatureLine(signer.VerifierKey, BouncySign(Seed, text));
    }

    private static bool Opens(string note)
    {
        using var signer = new CheckpointSigner(LogId, Seed);
        return Checkpoint.TryOpen(Encoding.UTF8.GetBytes(note), signer.VerifierKey, out _);
    }
}
