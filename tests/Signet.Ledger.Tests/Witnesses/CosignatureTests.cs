using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Tests.Checkpoints;
using Signet.Ledger.Witnesses;
using Xunit;

namespace Signet.Ledger.Tests.Witnesses;

public sealed class CosignatureTests
{
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_679_315_147);
    private static readonly Checkpoint Tree = new("log.example", 20_852_163, Digest.Of("root"u8));

    [Fact]
    public void Sign_Checkpoint_IsEd25519OverHeaderTimeAndTheThreeLines()
    {
        using var cosigner = new Cosigner("witness.example/w1", Seed);
        var line = cosigner.Sign(Tree, Time);

        Assert.StartsWith("\u2014 witness.example/w1 ", line, StringComparison.Ordinal);
        var octets = Convert.FromBase64String(line.Split(' ')[2].TrimEnd('\n'));
        Assert.Equal(76, octets.Length);
        Assert.Equal(Convert.ToHexStringLower(octets.AsSpan(0, 4)), cosigner.PublicKey.ToString().Split('+')[1]);
        Assert.Equal("00000000641850cb", Convert.ToHexStringLower(octets.AsSpan(4, 8)));
        Assert.Equal(CheckpointTests.BouncySign(Seed, "cosignature/v1\ntime 1679315147\n" + Tree.Text), octets[12..]);
        Assert.Equal(line, Cosignature.Find("\u2014 other AAAA\n" + line, Tree.Text, cosigner.PublicKey, out var at));
        Assert.Equal(Time, at);
    }

    [Fact]
    public void Find_AnythingElseThanThatLine_IsNothing()
    {
        using var cosigner = new Cosigner("witness.example", Seed);
        using var other = new Cosigner("witness.example", [.. Seed.Reverse().Select(octet => (byte)(octet + 1))]);
        var line = cosigner.Sign(Tree, Time);
        Assert.Null(Cosignature.Find(line, Tree.Text, other.PublicKey, out _));
        Assert.Null(Cosignature.Find(line, (Tree with { Size = 1 }).Text, cosigner.PublicKey, out _));
        Assert.Null(Cosignature.Find(line.Replace("\u2014", "-", StringComparison.Ordinal), Tree.Text, cosigner.PublicKey, out _));
        var octets = Convert.FromBase64String(line.Split(' ')[2].TrimEnd('\n'));
        for (var i = 0; i < octets.Length; i++)
        {
            byte[] changed = [.. octets];
            changed[i] ^= 1;
            Assert.Null(Cosignature.Find($"\u2014 witness.example {Convert.ToBase64String(changed)}\n", Tree.Text, cosigner.PublicKey, out _));
        }

        Assert.Null(Cosignature.Find($"\u2014 witness.example {Convert.ToBase64String(octets[..^1])}\n", Tree.Text, cosigner.PublicKey, out _));
    }

    [Fact]
    public void CheckpointKeyAndCosignerKey_OfTheSameOctets_AreNotMistakenForEachOther()
    {
        using var cosigner = new Cosigner("log.example", Seed);
        using var signer = new CheckpointSigner("log.example", Seed);
        Assert.NotEqual(signer.VerifierKey.Hash, cosigner.PublicKey.Hash);
        Assert.False(VerifierKey.TryParse(cosigner.PublicKey.ToString(), out _));
        Assert.False(CosignerKey.TryParse(signer.VerifierKey.ToString(), out _));
        Assert.True(CosignerKey.TryParse(cosigner.PublicKey.ToString(), out var read));
        Assert.Equal(cosigner.PublicKey.ToString(), read!.ToString());

        // A cosigned note still opens, and doesn't open by the cosignature alone.
        byte[] note = [.. signer.Sign(Tree), .. Encoding.UTF8.GetBytes(cosigner.Sign(Tree, Time))];
        Assert.True(Checkpoint.TryOpen(note, signer.VerifierKey, out _));
        Assert.False(Checkpoint.TryOpen(Encoding.UTF8.GetBytes(Tree.Text + "\n" + cosigner.Sign(Tree, Time)), signer.VerifierKey, out _));
    }

    [Fact]
    public void Create_BadName_Throws() => Assert.All(
        (string[])["", "a b", "a+b", "a\nb"], name => Assert.Throws<ArgumentException>(() => CosignerKey.Create(name, new byte[32])));
}
