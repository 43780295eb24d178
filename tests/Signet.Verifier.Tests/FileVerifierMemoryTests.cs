using Signet.Ledger;
using Signet.Testing.Storage;

namespace Signet.Verifier.Tests;

public sealed class FileVerifierMemoryTests : IDisposable
{
    private static readonly SeenLog Seen = new()
    {
        Tree = new(TestLog.LogId, 42, Digest.Of([1])),
        Start = new(3, new(TestLog.LogId, 40, Digest.Of([2]))),
        RunsSinceFull = 5,
        SealedKeys = new Dictionary<long, Digest> { [1] = Digest.Of([3]), [2] = Digest.Of([4]) },
    };

    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;
    private readonly FileVerifierMemory _sut;

    public FileVerifierMemoryTests()
    {
        _path = Path.Combine(_directory.Path, "seen");
        _sut = new FileVerifierMemory(_path);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Recall_NothingRemembered_IsNull() => Assert.Null(await _sut.RecallAsync(TestLog.LogId, Token));

    [Fact]
    public async Task Recall_WhatWasRememberedLast_IsThere()
    {
        await _sut.RememberAsync(Sized(7), Token);
        await _sut.RememberAsync(Seen, Token);

        var recalled = await new FileVerifierMemory(_path).RecallAsync(TestLog.LogId, Token);
        Assert.Equal((Seen.Tree, Seen.Start, Seen.RunsSinceFull), (recalled!.Tree, recalled.Start, recalled.RunsSinceFull));
        Assert.Equal(Seen.SealedKeys, recalled.SealedKeys);
        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task Recall_AnyOctetMissingOrOfAnotherLog_Throws()
    {
        await _sut.RememberAsync(new SeenLog { Tree = Seen.Tree }, Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync("other.log", Token).AsTask());
        var octets = await File.ReadAllBytesAsync(_path, Token);
        for (var length = 0; length < octets.Length; length++)
        {
            await File.WriteAllBytesAsync(_path, octets[..length], Token);
            await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
        }
    }

    [Theory]
    [InlineData("start 1 2\n")]
    [InlineData("start 1 43 0000000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("runs 0\n")]
    [InlineData("runs 1\nruns 2\n")]
    [InlineData("sealed 1 00\n")]
    [InlineData("other 1\n")]
    [InlineData("runs 1")]
    public async Task Recall_LineOfAnotherForm_Throws(string line)
    {
        await File.WriteAllTextAsync(_path, Seen.Tree.Text + line, Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Recall_Garbage_Throws(int length)
    {
        await File.WriteAllBytesAsync(_path, new byte[length], Token);

        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Fact]
    public async Task Recall_SomethingThatCantBeRead_ThrowsAndIsNotTakenForNothing()
    {
        Directory.CreateDirectory(_path);

        await Assert.ThrowsAnyAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
        await Assert.ThrowsAnyAsync<IOException>(() => _sut.RememberAsync(Seen, Token).AsTask());
    }

    [Fact]
    public async Task Recall_DirectoryGone_ThrowsAndIsNotTakenForNothing()
    {
        var sut = new FileVerifierMemory(Path.Combine(_directory.Path, "gone", "seen"));

        await Assert.ThrowsAnyAsync<IOException>(() => sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Fact]
    public async Task Remember_AfterACrash_IgnoresWhatTheCrashLeft()
    {
        await _sut.RememberAsync(Seen, Token);
        await File.WriteAllTextAsync(_path + ".tmp", "torn and longer than what comes after it, whatever that may be " + new string('x', 2_000), Token);

        Assert.Equal(Seen.Text, (await _sut.RecallAsync(TestLog.LogId, Token))!.Text);
        await _sut.RememberAsync(Sized(43), Token);
        Assert.Equal(43, (await _sut.RecallAsync(TestLog.LogId, Token))!.Tree.Size);
    }

    private static SeenLog Sized(long size) => new() { Tree = Seen.Tree with { Size = size } };
}
