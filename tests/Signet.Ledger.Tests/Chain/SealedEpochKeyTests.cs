using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Chain;

public sealed class SealedEpochKeyTests : IDisposable
{
    private const string LogId = "log.example";

    private static readonly Digest Mac = Digest.Of([7]);

    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly CheckpointSigner _signer = new(LogId, new byte[32]);

    public void Dispose()
    {
        _rsa.Dispose();
        _signer.Dispose();
    }

    [Fact]
    public void Open_WhatWasSealed_IsTheSameKey()
    {
        using var key = SealedEpochKey.Draw(3, 17);
        var sealedKey = SealedEpochKey.Seal(key, _rsa, _signer, Mac);
        using var opened = SealedEpochKey.Open(sealedKey, _rsa, 3, 17);
        Assert.Equal(key.MacEntry(5, Mac, Mac), opened!.MacEntry(5, Mac, Mac));
        key.Ratchet();
        opened.Ratchet();
        Assert.Equal(key.MacEntry(5, Mac, Mac), opened.MacEntry(5, Mac, Mac));
        Assert.True(SealedEpochKey.Verify(sealedKey, _signer.VerifierKey, 3, 17, Mac));
    }

    [Fact]
    public void Verify_AnotherPlaceCiphertextOrSigner_IsFalse()
    {
        using var key = SealedEpochKey.Draw(3, 17);
        using var other = new CheckpointSigner(LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        using var otherLog = new CheckpointSigner("log.other", new byte[32]);
        var sealedKey = SealedEpochKey.Seal(key, _rsa, _signer, Mac);
        var vkey = _signer.VerifierKey;
        Assert.False(SealedEpochKey.Verify(sealedKey, vkey, 4, 17, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey, vkey, 3, 18, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey, vkey, 3, 17, Digest.Zero));
        Assert.False(SealedEpochKey.Verify(sealedKey with { Ciphertext = new byte[256] }, vkey, 3, 17, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey with { Sig = new byte[64] }, vkey, 3, 17, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey with { Sig = new byte[3] }, vkey, 3, 17, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey, other.VerifierKey, 3, 17, Mac));
        Assert.False(SealedEpochKey.Verify(sealedKey, otherLog.VerifierKey, 3, 17, Mac));
    }

    [Fact]
    public void Open_ForSomebodyElseOrBroken_IsNull()
    {
        using var key = SealedEpochKey.Draw(1, 0);
        using var stranger = RSA.Create(2_048);
        var sealedKey = SealedEpochKey.Seal(key, _rsa, _signer, Mac);
        Assert.Null(SealedEpochKey.Open(sealedKey, stranger, 1, 0));
        Assert.Null(SealedEpochKey.Open(sealedKey with { Ciphertext = new byte[256] }, _rsa, 1, 0));
        Assert.Null(SealedEpochKey.Open(sealedKey with { Ciphertext = new byte[1] }, _rsa, 1, 0));
        Assert.Null(SealedEpochKey.Open(sealedKey with { Ciphertext = default }, _rsa, 1, 0));
        var shorter = _rsa.Encrypt(new byte[31], RSAEncryptionPadding.OaepSHA256);
        Assert.Null(SealedEpochKey.Open(sealedKey with { Ciphertext = shorter }, _rsa, 1, 0));
    }

    [Fact]
    public void ImportKey_PublicAndPrivatePem_Read()
    {
        using var whole = SealedEpochKey.ImportKey(_rsa.ExportPkcs8PrivateKeyPem());
        using var half = SealedEpochKey.ImportKey(_rsa.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(SealedEpochKey.RecipientOf(_rsa), SealedEpochKey.RecipientOf(whole!));
        Assert.Equal(SealedEpochKey.RecipientOf(_rsa), SealedEpochKey.RecipientOf(half!));

        // What only seals can't open.
        using var key = SealedEpochKey.Draw(1, 0);
        Assert.Null(SealedEpochKey.Open(SealedEpochKey.Seal(key, half!, _signer, Mac), half!, 1, 0));
    }

    [Fact]
    public void ImportKey_AnythingElse_IsNull()
    {
        using var small = RSA.Create(1_024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { null, "", "no PEM", new string('x', 40_000), small.ExportPkcs8PrivateKeyPem(), curve.ExportPkcs8PrivateKeyPem() })
        {
            Assert.Null(SealedEpochKey.ImportKey(pem));
        }
    }

    [Fact]
    public void Seal_Interoperates_WithAnEpochEntry()
    {
        using var key = SealedEpochKey.Draw(1, 0);
        var body = new EpochBody { Epoch = 1, Writer = "auditor-1", KeyId = "chain-1", SealedKey = SealedEpochKey.Seal(key, _rsa, _signer, Mac) };
        var octets = EntryCodec.Write(new Entry(1, DateTimeOffset.UnixEpoch, body));
        var read = Assert.IsType<EpochBody>(EntryCodec.Read(octets).Entry!.Body).SealedKey!;
        using var opened = SealedEpochKey.Open(read, _rsa, 1, 0);
        Assert.Equal(key.MacEntry(0, Mac, Mac), opened!.MacEntry(0, Mac, Mac));
    }
}
