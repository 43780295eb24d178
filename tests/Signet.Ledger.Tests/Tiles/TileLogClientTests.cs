using System.Globalization;
using System.Text;
using NSec.Cryptography;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Tiles;

public sealed class TileLogClientTests : IDisposable
{
    private const string Origin = "logs.example/2026h1";

    private readonly Key _key = Key.Import(SignatureAlgorithm.Ed25519, new byte[32], KeyBlobFormat.RawPrivateKey);
    private readonly VerifierKey _vkey;

    public TileLogClientTests()
    {
        // The name of somebody else's log is no identifier of ours.
        var octets = _key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        byte[] named = [.. Encoding.UTF8.GetBytes(Origin), (byte)'\n', 1, .. octets];
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(named).AsSpan(0, 4));
        Assert.True(VerifierKey.TryParseForeign($"{Origin}+{hash}+{Convert.ToBase64String([1, .. octets])}", out var vkey));
        _vkey = vkey!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Update_GrowingLog_IsFollowed()
    {
        var (tiles, root) = TileProofsTests.Log(300);
        var client = new TileLogClient(tiles, _vkey, Origin);
        Assert.Equal(TileLogResult.Unavailable, await client.UpdateAsync(Token));
        Assert.Throws<InvalidOperationException>(client.Proofs);
        tiles.Objects["checkpoint"] = Note(300, root, extension: "an extension line\n");
        Assert.Equal(TileLogResult.Taken, await client.UpdateAsync(Token));
        Assert.NotNull(await client.Proofs().EntryAsync(17, Token));
        var (later, laterRoot) = TileProofsTests.Log(900);
        foreach (var (name, octets) in later.Objects)
        {
            tiles.Objects[name] = octets;
        }

        tiles.Objects["checkpoint"] = Note(900, laterRoot);
        Assert.Equal(TileLogResult.Taken, await client.UpdateAsync(Token));
        Assert.Equal(900, client.Last!.Size);
    }

    [Fact]
    public async Task Update_RollbackOrFork_IsRefusedAndForgotten()
    {
        var (tiles, root) = TileProofsTests.Log(300);
        var client = new TileLogClient(tiles, _vkey, Origin) { Last = new Checkpoint(Origin, 301, root) };
        tiles.Objects["checkpoint"] = Note(300, root);
        Assert.Equal(TileLogResult.RolledBack, await client.UpdateAsync(Token));
        client.Last = new Checkpoint(Origin, 200, Digest.Zero);
        Assert.Equal(TileLogResult.Inconsistent, await client.UpdateAsync(Token));
        client.Last = new Checkpoint(Origin, 300, Digest.Zero);
        Assert.Equal(TileLogResult.Inconsistent, await client.UpdateAsync(Token));
        Assert.Equal(300, client.Last.Size);
    }

    [Theory]
    [InlineData("another origin", "300", "")]
    [InlineData(Origin, "0300", "")]
    [InlineData(Origin, "-1", "")]
    [InlineData(Origin, "300", "\n")]
    public async Task Update_AnotherOriginOrForm_IsRefused(string origin, string size, string extension)
    {
        var (tiles, root) = TileProofsTests.Log(300);
        tiles.Objects["checkpoint"] = Sign($"{origin}\n{size}\n{Convert.ToBase64String(root.ToArray())}\n{extension}");
        Assert.Equal(TileLogResult.NotSigned, await new TileLogClient(tiles, _vkey, Origin).UpdateAsync(Token));
    }

    [Fact]
    public async Task Update_AnyOctetOfTheNoteChanged_IsRefused()
    {
        var (tiles, root) = TileProofsTests.Log(5);
        var note = Note(5, root);
        for (var at = 0; at < note.Length; at++)
        {
            tiles.Objects["checkpoint"] = [.. note];
            tiles.Objects["checkpoint"][at] ^= 1;
            Assert.Equal(TileLogResult.NotSigned, await new TileLogClient(tiles, _vkey, Origin).UpdateAsync(Token));
        }
    }

    private byte[] Note(long size, Digest root, string extension = "") =>
        Sign(string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{size}\n{Convert.ToBase64String(root.ToArray())}\n{extension}"));

    private byte[] Sign(string text) => Encoding.UTF8.GetBytes(
        text + "\n" + SignedNote.SignatureLine(_vkey, SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text))));
}
