using System.Text;
using Signet.Storage;
using Xunit;

namespace Signet.Testing.Storage;

/// <summary>What every store of derived objects does. Inherited once per backend.</summary>
public abstract class DerivedStoreCompliance
{
    private const string Log = "log-a.example";

    public static TheoryData<string> HostileNames =>
        [
            "", "/", "/etc/passwd", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "a/./b", "a\\b", "..\\a", "C:x", "a\0b", "a\nb", "a b", "ä",
            "a%2f..", new string('a', 129), string.Join('/', Enumerable.Repeat("abcd", 103)),
        ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store on fresh ground; it and what it made are disposed of by the inheriting class.</summary>
    protected abstract IDerivedStore CreateStore();

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/x001/067")]
    [InlineData("tile/entries/x123/x456/789.p/255")]
    [InlineData("state/00000000000000000004")]
    [InlineData("a..b/..c")]
    public async Task Put_NewName_ReadsBack(string name)
    {
        IDerivedStore store = CreateStore();

        await store.PutAsync(Log, name, "octets"u8.ToArray(), Token);

        Assert.Equal("octets"u8.ToArray(), (await store.ReadAsync(Log, name, Token))!.Value.ToArray());
        Assert.Null(await store.ReadAsync("log-b", name, Token));
    }

    [Fact]
    public async Task Put_SameName_Replaces()
    {
        IDerivedStore store = CreateStore();
        await store.PutAsync(Log, "checkpoint", "a longer first"u8.ToArray(), Token);

        await store.PutAsync(Log, "checkpoint", "second"u8.ToArray(), Token);

        Assert.Equal("second"u8.ToArray(), (await store.ReadAsync(Log, "checkpoint", Token))!.Value.ToArray());
        Assert.Equal(["checkpoint"], await CollectAsync(store.ListAsync(Log, "", Token)));
    }

    [Fact]
    public async Task Put_RacingWritersAndReaders_EveryReadIsWhole()
    {
        IDerivedStore store = CreateStore();
        await store.PutAsync(Log, "checkpoint", OctetsOf(0), Token);
        Task[] writers =
        [
            .. Enumerable.Range(0, 8).Select(writer => Task.Run(
                async () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        await store.PutAsync(Log, "checkpoint", OctetsOf(writer), Token);
                    }
                },
                Token)),
        ];
        var done = Task.WhenAll(writers);
        do
        {
            byte[] seen = (await store.ReadAsync(Log, "checkpoint", Token))!.Value.ToArray();
            Assert.Equal(OctetsOf(seen[0] - '0'), seen);
        }
        while (!done.IsCompleted);
        await done;

        static byte[] OctetsOf(int writer) => Encoding.UTF8.GetBytes(new string((char)('0' + writer), 1000 + writer));
    }

    [Fact]
    public async Task Read_NothingThere_IsNull()
    {
        IDerivedStore store = CreateStore();
        await store.PutAsync(Log, "tile/0/001", "x"u8.ToArray(), Token);

        Assert.Null(await store.ReadAsync(Log, "tile/0/002", Token));
        Assert.Null(await store.ReadAsync(Log, "tile/1/001", Token));
        Assert.Null(await store.ReadAsync("unknown", "tile/0/001", Token));
    }

    [Fact]
    public async Task List_Prefixes_AreOrdinalStringPrefixes()
    {
        IDerivedStore store = CreateStore();
        string[] names = ["tile/0/x001/067", "tile/0/001", "tile/0/001.p/5", "checkpoint", "checkpoints/00000000000000000002", "tile/1/000"];
        foreach (string name in names)
        {
            await store.PutAsync(Log, name, "x"u8.ToArray(), Token);
        }

        await store.PutAsync("log-b", "other", "x"u8.ToArray(), Token);

        Assert.Equal(names.Order(StringComparer.Ordinal), await CollectAsync(store.ListAsync(Log, "", Token)));
        Assert.Equal(["checkpoint", "checkpoints/00000000000000000002"], await CollectAsync(store.ListAsync(Log, "check", Token)));
        Assert.Equal(["checkpoints/00000000000000000002"], await CollectAsync(store.ListAsync(Log, "checkpoints/", Token)));
        Assert.Equal(["tile/0/001", "tile/0/001.p/5"], await CollectAsync(store.ListAsync(Log, "tile/0/0", Token)));
        Assert.Empty(await CollectAsync(store.ListAsync(Log, "tile/2/", Token)));
        Assert.Empty(await CollectAsync(store.ListAsync(Log, "checkpoint/x", Token)));
        Assert.Empty(await CollectAsync(store.ListAsync("unknown", "", Token)));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task AnyCall_HostileName_Throws(string name)
    {
        IDerivedStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.PutAsync(Log, name, "x"u8.ToArray(), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ReadAsync(Log, name, Token));
        Assert.Empty(await CollectAsync(store.ListAsync(Log, "", Token)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("../")]
    [InlineData("a/../b")]
    [InlineData("a//")]
    [InlineData("a\\")]
    public async Task List_HostilePrefix_Throws(string prefix)
    {
        IDerivedStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentException>(async () => await CollectAsync(store.ListAsync(Log, prefix, Token)));
    }

    [Theory]
    [MemberData(nameof(SegmentStoreCompliance.HostileLogIds), MemberType = typeof(SegmentStoreCompliance))]
    public async Task AnyCall_HostileLogId_Throws(string logId)
    {
        IDerivedStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.PutAsync(logId, "a", "x"u8.ToArray(), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ReadAsync(logId, "a", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await CollectAsync(store.ListAsync(logId, "", Token)));
    }

    [Fact]
    public async Task Put_LargeObject_ReadsBack()
    {
        IDerivedStore store = CreateStore();
        byte[] octets = new byte[8 * 1024 * 1024];
        octets[^1] = 2;

        await store.PutAsync(Log, "large", octets, Token);

        ReadOnlyMemory<byte> seen = (await store.ReadAsync(Log, "large", Token))!.Value;
        Assert.True(octets.AsSpan().SequenceEqual(seen.Span));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.PutAsync(Log, "large", new byte[StoreLimits.MaxObjectBytes + 1], Token));
    }

    [Fact]
    public async Task AnyCall_AlreadyCancelled_ThrowsAndStoresNothing()
    {
        IDerivedStore store = CreateStore();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.PutAsync(Log, "a", "x"u8.ToArray(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadAsync(Log, "a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await CollectAsync(store.ListAsync(Log, "", cancelled)));

        Assert.Null(await store.ReadAsync(Log, "a", Token));
    }

    private static async Task<List<string>> CollectAsync(IAsyncEnumerable<string> items)
    {
        List<string> list = [];
        await foreach (string item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
