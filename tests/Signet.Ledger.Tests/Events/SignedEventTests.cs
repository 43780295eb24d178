using System.Text;
using CsCheck;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Xunit;

namespace Signet.Ledger.Tests.Events;

/// <summary>The wire form and its signatures, against another implementation of Ed25519.</summary>
public class SignedEventTests
{
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public void ToWire_AnyEvent_ReadsBackWithItsOctetsAndDigest()
    {
        using var signer = EventSamples.Signer();
        EventSamples.Any.Sample(
            value =>
            {
                var signed = signer.Sign(value);
                var wire = signed.ToWire();
                return SignedEvent.TryParse(wire, out var read) && read!.Octets.Span.SequenceEqual(EventCodec.Write(value)) &&
                    read.Digest == Digest.Of(EventCodec.Write(value)) && read.ToWire().AsSpan().SequenceEqual(wire) &&
                    wire.AsSpan().IndexOf(read.Octets.Span) == "{\"event\":".Length &&
                    CommitVerifier.Verify(EventSamples.LogId, read, signer.PublicKey.Span);
            },
            iter: 500);
    }

    [Fact]
    public void TryParse_SharesTheWiresOctets()
    {
        using var signer = EventSamples.Signer();
        var wire = signer.Sign(EventSamples.Plain()).ToWire();
        Assert.True(SignedEvent.TryParse(wire, out var read));
        Assert.True(wire.AsSpan().Overlaps(read!.Octets.Span));
    }

    [Fact]
    public void Sign_PlainEvent_IsWhatAnotherImplementationSignsAndVerifies()
    {
        using var signer = EventSamples.Signer();
        var signed = signer.Sign(EventSamples.Plain());
        var message = Message(signed.Event.Id.ToString("D"), signed.Digest);
        var theirs = new Ed25519Signer();
        theirs.Init(true, new Ed25519PrivateKeyParameters(Seed));
        theirs.BlockUpdate(message, 0, message.Length);
        Assert.Equal(theirs.GenerateSignature(), signed.Signature.Sig.ToArray());
        var verifier = new Ed25519Signer();
        verifier.Init(false, new Ed25519PublicKeyParameters(signer.PublicKey.ToArray()));
        verifier.BlockUpdate(message, 0, message.Length);
        Assert.True(verifier.VerifySignature(signed.Signature.Sig.ToArray()));
    }

    [Fact]
    public void Verify_PublishedVector_Holds()
    {
        // RFC 8032, section 7.1, test 2: the key pair, so that seed and public key are related as published.
        using var signer = CommitSigner.FromSeed(
            EventSamples.LogId, "k", Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        Assert.Equal("3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C", Convert.ToHexString(signer.PublicKey.Span));
    }

    [Fact]
    public void TryReadPosition_WireForm_IsTheIdentityAndNothingElseIs()
    {
        using var signer = EventSamples.Signer();
        var signed = signer.Sign(EventSamples.Plain(seq: 7));
        Assert.True(SignedEvent.TryReadPosition(signed.Wire, out var position));
        Assert.Equal(signed.Event.Producer, position);
        Assert.False(SignedEvent.TryReadPosition(signed.Octets, out _));
        Assert.False(SignedEvent.TryReadPosition(signed.Wire[1..], out _));
        Assert.False(SignedEvent.TryReadPosition(signed.Wire[..^1], out _));
        Assert.False(SignedEvent.TryReadPosition(ReadOnlyMemory<byte>.Empty, out _));
        Assert.False(SignedEvent.TryReadPosition(new byte[SignedEvent.MaxWireOctets + 1], out _));
    }

    [Fact]
    public void Verify_AnotherLogKeyOrOctets_Refused()
    {
        using var signer = EventSamples.Signer();
        using var other = EventSamples.Signer(seed: 8);
        var signed = signer.Sign(EventSamples.Plain());
        Assert.True(CommitVerifier.Verify(EventSamples.LogId, signed, signer.PublicKey.Span));
        Assert.False(CommitVerifier.Verify("log.other", signed, signer.PublicKey.Span));
        Assert.False(CommitVerifier.Verify(EventSamples.LogId, signed, other.PublicKey.Span));
        Assert.False(CommitVerifier.Verify(EventSamples.LogId, signed, signer.PublicKey.Span[..31]));
        Assert.False(CommitVerifier.Verify(EventSamples.LogId, signed, []));
        Assert.False(CommitVerifier.Verify(EventSamples.LogId, signed, Enumerable.Repeat((byte)0xff, 32).ToArray()));
        var wire = Encoding.UTF8.GetString(signed.ToWire()).Replace("\"ada\"", "\"eve\"", StringComparison.Ordinal);
        Assert.True(SignedEvent.TryParse(Encoding.UTF8.GetBytes(wire), out var changed));
        Assert.False(CommitVerifier.Verify(EventSamples.LogId, changed!, signer.PublicKey.Span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(256)]
    public void Verify_Batch_LeavesAreEventDigests(int size)
    {
        var key = new Ed25519PrivateKeyParameters(Seed);
        var events = Enumerable.Range(0, size).Select(i => EventSamples.Plain(seq: i)).ToArray();
        var leaves = events.Select(e => MerkleTree.HashLeaf(Digest.Of(EventCodec.Write(e)).ToArray())).ToArray();
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        var message = Message("batch", tree.Root);
        var sig = new byte[64];
        key.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, sig, 0);
        foreach (var index in new[] { 0, size / 2, size - 1 })
        {
            var signature = new EventSignature
            {
                Alg = EventSignature.Ed25519Tree,
                KeyId = "commit-1",
                Sig = sig,
                Index = index,
                Size = size,
                Path = InclusionProof.Create(index, leaves),
            };
            var unsigned = new UnsignedEvent(events[index]);
            var digest = Digest.Of(unsigned.Octets.Span);
            var signed = SignedEvent.Create(unsigned, digest, signature);
            Assert.True(SignedEvent.TryParse(signed.ToWire(), out var read));
            Assert.True(CommitVerifier.Verify(EventSamples.LogId, read!, key.GeneratePublicKey().GetEncoded()));
            var elsewhere = SignedEvent.Create(unsigned, digest, signature with { Index = (index + 1) % size });
            Assert.Equal(size == 1, CommitVerifier.Verify(EventSamples.LogId, elsewhere, key.GeneratePublicKey().GetEncoded()));
            var alone = SignedEvent.Create(unsigned, digest, signature with { Alg = EventSignature.Ed25519 });
            Assert.False(CommitVerifier.Verify(EventSamples.LogId, alone, key.GeneratePublicKey().GetEncoded()));
        }
    }

    [Theory]
    [InlineData("\"alg\":\"ed25519\"", "\"alg\":\"hmac-sha256\"")]
    [InlineData("\"alg\":\"ed25519\"", "\"alg\":\"ed25519-tree\"")]
    [InlineData("\"alg\":\"ed25519\"", "\"alg\":\"ed25519\",\"index\":0")]
    [InlineData("\"key_id\":\"commit-1\"", "\"key_id\":\"Commit\"")]
    [InlineData("\"key_id\":\"commit-1\",", "")]
    [InlineData("==\"}}", "=\"}}")]
    [InlineData("\"sig\":\"", "\"sig\":\"AAAA")]
    [InlineData("\"sig\":", "\"path\":[],\"sig\":")]
    [InlineData("{\"event\":", "{\"a\":1,\"event\":")]
    [InlineData("\"signature\":", "\"signatures\":")]
    [InlineData("}}", "}} ")]
    public void TryParse_AnotherForm_Refused(string piece, string replacement)
    {
        using var signer = EventSamples.Signer();
        var wire = Encoding.UTF8.GetString(signer.Sign(EventSamples.Plain()).ToWire());
        Assert.Contains(piece, wire, StringComparison.Ordinal);
        Assert.False(SignedEvent.TryParse(Encoding.UTF8.GetBytes(wire.Replace(piece, replacement, StringComparison.Ordinal)), out var read));
        Assert.Null(read);
    }

    [Fact]
    public void TryParse_MutatedWire_IsRefusedOrTheSameOctets()
    {
        using var signer = EventSamples.Signer();
        var wire = signer.Sign(EventSamples.Plain()).ToWire();
        Gen.Select(Gen.Int[0, wire.Length - 1], Gen.Byte).Sample(
            (at, value) =>
            {
                var mutated = wire.ToArray();
                mutated[at] = value;
                return !SignedEvent.TryParse(mutated, out var read) || (read!.ToWire().AsSpan().SequenceEqual(mutated) &&
                    (value == wire[at] || !CommitVerifier.Verify(EventSamples.LogId, read, signer.PublicKey.Span) ||
                        read.Signature.KeyId != "commit-1"));
            },
            iter: 5_000);
    }

    private static byte[] Message(string name, Digest digest) =>
        [.. Encoding.ASCII.GetBytes($"signet/commit/v1\n{EventSamples.LogId}\n{name}\n"), .. digest.ToArray()];
}
