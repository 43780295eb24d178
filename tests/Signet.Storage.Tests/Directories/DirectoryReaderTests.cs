using Signet.Storage.Directories;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Storage.Tests.Directories;

public sealed class DirectoryReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_NoDirectory_ThrowsAndCreatesNothing()
    {
        Assert.Throws<StoreException>(() => DirectoryReader.Open(_directory.File("missing")));

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task AnyCall_EmptyDirectory_FindsNothingAndCreatesNothing()
    {
        var reader = DirectoryReader.Open(_directory.Path);

        Assert.Empty(await reader.ListLogsAsync(Token).ToListAsync(Token));
        Assert.Empty(await reader.ListSegmentsAsync("a", Token).ToListAsync(Token));
        Assert.Empty(await reader.ListAsync("a", "tile/", Token).ToListAsync(Token));
        Assert.Null(await reader.ReadSegmentAsync("a", 0, Token));
        Assert.Null(await reader.ReadAsync("a", "checkpoint", Token));

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task AnyCall_StoreOfAWriter_ReadsTheSameAndChangesNothing()
    {
        var store = DirectoryStore.Open(_directory.Path);
        await store.CreateSegmentAsync("a", 0, "x"u8.ToArray(), Token);
        await store.PutAsync("a", "checkpoint", "y"u8.ToArray(), Token);
        string torn = _directory.File("tmp", "torn");
        await File.WriteAllTextAsync(torn, "z", Token);
        string[] before = Directory.GetFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories);

        var reader = DirectoryReader.Open(_directory.Path);

        Assert.Equal(["a"], await reader.ListLogsAsync(Token).ToListAsync(Token));
        Assert.Equal([0], await reader.ListSegmentsAsync("a", Token).ToListAsync(Token));
        Assert.Equal("x"u8.ToArray(), (await reader.ReadSegmentAsync("a", 0, Token))!.Value.ToArray());
        Assert.Equal("y"u8.ToArray(), (await reader.ReadAsync("a", "checkpoint", Token))!.Value.ToArray());
        Assert.Equal(before, Directory.GetFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Lists_ForeignFiles_AreIgnored()
    {
        var store = DirectoryStore.Open(_directory.Path);
        await store.CreateSegmentAsync("a", 5, "x"u8.ToArray(), Token);
        string seg = _directory.File("log", "a", "seg");
        foreach (string name in new[] { "5.ndjson", "0000000000000000000x.ndjson", "00000000000000000006.ndjson.bak", "99999999999999999999.ndjson" })
        {
            await File.WriteAllTextAsync(Path.Combine(seg, name), "x", Token);
        }

        Directory.CreateDirectory(_directory.File("log", "Not A Log", "seg"));
        Directory.CreateDirectory(_directory.File("log", "no-segments"));

        Assert.Equal([5], await store.ListSegmentsAsync("a", Token).ToListAsync(Token));
        Assert.Equal(["a"], await store.ListLogsAsync(Token).ToListAsync(Token));
    }
}
