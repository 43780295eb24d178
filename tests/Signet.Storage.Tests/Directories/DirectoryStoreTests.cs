using Signet.Storage.Directories;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Storage.Tests.Directories;

public sealed class DirectoryStoreTests : IDisposable
{
    private const string Log = "log-a";
    private const string Slot3 = "00000000000000000003.ndjson";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => _directory.File("deep", "er", "store");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Create_Segment_StandsWhereTheFormatSays()
    {
        var store = DirectoryStore.Open(Root);

        await store.CreateSegmentAsync(Log, 3, "x"u8.ToArray(), Token);
        await store.PutAsync(Log, "tile/0/x001/067", "y"u8.ToArray(), Token);

        Assert.True(File.Exists(Path.Combine(Root, "log", Log, "seg", Slot3)));
        Assert.True(File.Exists(Path.Combine(Root, "derived", Log, "tile", "0", "x001", "067")));
        Assert.Empty(Directory.GetFiles(Path.Combine(Root, "tmp")));
        Assert.Equal(StoreProtection.NotWriteProtected, store.Protection);
    }

    [Fact]
    public async Task Open_TornTemporaryFile_IsRemovedAndTheSlotStaysEmpty()
    {
        DirectoryStore.Open(Root);
        string torn = Path.Combine(Root, "tmp", "torn");
        await File.WriteAllTextAsync(torn, "{\"segme", Token);

        var store = DirectoryStore.Open(Root);

        Assert.False(File.Exists(torn));
        Assert.Empty(await store.ListSegmentsAsync(Log, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Open_KilledBetweenLinkAndUnlink_KeepsTheSegmentAndDropsTheSecondName()
    {
        var first = DirectoryStore.Open(Root);
        string leftover = Path.Combine(Root, "tmp", "leftover");
        string seg = Directory.CreateDirectory(Path.Combine(Root, "log", Log, "seg")).FullName;
        await File.WriteAllTextAsync(leftover, "whole", Token);
        Assert.True(Shared.Posix.PosixFile.TryLink(leftover, Path.Combine(seg, Slot3)));

        var second = DirectoryStore.Open(Root);

        Assert.False(File.Exists(leftover));
        Assert.Equal("whole"u8.ToArray(), (await second.ReadSegmentAsync(Log, 3, Token))!.Value.ToArray());
        Assert.Equal(SlotOutcome.Occupied, await first.CreateSegmentAsync(Log, 3, "other"u8.ToArray(), Token));
    }

    [Fact]
    public void Open_BesideALiveWriter_LeavesItsTemporaryFileAlone()
    {
        DirectoryStore.Open(Root);
        string tmp = Path.Combine(Root, "tmp");
        using var live = TemporaryFile.Write(tmp, "x"u8, UnixFileMode.UserRead);

        DirectoryStore.Open(Root);

        Assert.Single(Directory.GetFiles(tmp));
        string slot = _directory.File("slot");
        Assert.True(live.TryLinkTo(slot));
    }

    [Fact]
    public async Task Create_TwoStoresOnOneRoot_OneWins()
    {
        DirectoryStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => DirectoryStore.Open(Root))];

        SlotOutcome[] outcomes = await Task.WhenAll(
            stores.Select((store, i) => store.CreateSegmentAsync(Log, 0, new byte[] { (byte)i }, Token).AsTask()));

        Assert.Single(outcomes, SlotOutcome.Created);
        Assert.Empty(Directory.GetFiles(Path.Combine(Root, "tmp")));
    }

    [Fact]
    public async Task Create_AnyObject_OnlyTheOwnerMayReadAndNobodyWriteSegments()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No Unix file modes");
        var store = DirectoryStore.Open(Root);
        await store.CreateSegmentAsync(Log, 3, "x"u8.ToArray(), Token);
        await store.PutAsync(Log, "tile/0/001", "y"u8.ToArray(), Token);

        const UnixFileMode folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(Root, "log", Log, "seg", Slot3)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Root, "derived", Log, "tile", "0", "001")));
        Assert.All(
            [Root, .. Directory.GetDirectories(Root, "*", SearchOption.AllDirectories)],
            path => Assert.Equal(folder, File.GetUnixFileMode(path)));
        Assert.Equal(folder, File.GetUnixFileMode(_directory.File("deep")));
    }

    [Fact]
    public async Task Slot_SymbolicLink_IsOccupiedAndNeverFollowed()
    {
        var store = DirectoryStore.Open(Root);
        await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token);
        string target = _directory.File("target");
        await File.WriteAllTextAsync(target, "secret", Token);
        string seg = Path.Combine(Root, "log", Log, "seg");
        File.CreateSymbolicLink(Path.Combine(seg, Slot3), target);
        File.CreateSymbolicLink(Path.Combine(seg, Slot3.Replace('3', '4')), _directory.File("dangling"));

        foreach (long slot in new[] { 3, 4 })
        {
            Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, slot, "mine"u8.ToArray(), Token));
            await Assert.ThrowsAsync<StoreException>(async () => await store.ReadSegmentAsync(Log, slot, Token));
        }

        Assert.Equal("secret", await File.ReadAllTextAsync(target, Token));
        Assert.False(File.Exists(_directory.File("dangling")));
        Assert.Equal([0, 3, 4], await store.ListSegmentsAsync(Log, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Derived_SymbolicLink_IsRefusedOnReadAndReplacedOnWrite()
    {
        var store = DirectoryStore.Open(Root);
        await store.PutAsync(Log, "checkpoint", "x"u8.ToArray(), Token);
        string path = Path.Combine(Root, "derived", Log, "checkpoint");
        string target = _directory.File("target");
        await File.WriteAllTextAsync(target, "secret", Token);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);

        await Assert.ThrowsAsync<StoreException>(async () => await store.ReadAsync(Log, "checkpoint", Token));
        await store.PutAsync(Log, "checkpoint", "y"u8.ToArray(), Token);

        Assert.Equal("y"u8.ToArray(), (await store.ReadAsync(Log, "checkpoint", Token))!.Value.ToArray());
        Assert.Equal("secret", await File.ReadAllTextAsync(target, Token));
    }

    [Fact]
    public async Task Read_DirectoryFifoOrGiantInASlot_Throws()
    {
        var store = DirectoryStore.Open(Root);
        await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token);
        string seg = Path.Combine(Root, "log", Log, "seg");
        Directory.CreateDirectory(Path.Combine(seg, "00000000000000000001.ndjson"));
        await using (FileStream giant = File.Create(Path.Combine(seg, "00000000000000000002.ndjson")))
        {
            giant.SetLength(StoreLimits.MaxReadBytes + 1L);
        }

        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(seg, Slot3)]))
        {
            await mkfifo.WaitForExitAsync(Token);
        }

        foreach (long slot in new[] { 1, 2, 3 })
        {
            await Assert.ThrowsAsync<StoreException>(async () => await store.ReadSegmentAsync(Log, slot, Token));
        }
    }

    [Fact]
    public async Task Put_ADirectoryHasTheName_Throws()
    {
        var store = DirectoryStore.Open(Root);
        await store.PutAsync(Log, "a/b", "x"u8.ToArray(), Token);

        await Assert.ThrowsAsync<StoreException>(async () => await store.PutAsync(Log, "a", "y"u8.ToArray(), Token));
        await Assert.ThrowsAsync<StoreException>(async () => await store.PutAsync(Log, "a/b/c", "y"u8.ToArray(), Token));

        Assert.Empty(Directory.GetFiles(Path.Combine(Root, "tmp")));
    }

    [Fact]
    public async Task Create_TemporaryFolderGone_ThrowsAndRecoversWhenItIsBack()
    {
        var store = DirectoryStore.Open(Root);
        string tmp = Path.Combine(Root, "tmp");
        Directory.Delete(tmp);
        await Assert.ThrowsAsync<StoreException>(async () => await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token));
        Assert.Null(await store.ReadSegmentAsync(Log, 0, Token));

        Directory.CreateDirectory(tmp);

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token));
    }

    [Fact]
    public void Open_RootIsAFile_Throws()
    {
        string path = _directory.File("file");
        File.WriteAllText(path, "x");

        Assert.Throws<StoreException>(() => DirectoryStore.Open(path));
    }
}
