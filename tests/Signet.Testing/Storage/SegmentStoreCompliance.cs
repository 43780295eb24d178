using System.Text;
using Signet.Storage;
using Xunit;

namespace Signet.Testing.Storage;

/// <summary>What every segment store does. Inherited once per backend.</summary>
public abstract class SegmentStoreCompliance
{
    private const string Log = "log-a.example";

    public static TheoryData<string> HostileLogIds =>
        ["", ".", "..", "../x", "a/b", "a\\b", "/etc", "A", "a_b", "-a", ".a", "a b", "a\0", "a\n", "ä", "a:b", new string('a', 129)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store on fresh ground; it and what it made are disposed of by the inheriting class.</summary>
    protected abstract ISegmentStore CreateStore();

    [Fact]
    public async Task Create_EmptySlot_IsCreatedAndReadsBack()
    {
        ISegmentStore store = CreateStore();
        byte[] octets = Encoding.UTF8.GetBytes("{\"segment\":0}\n");

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, octets, Token));

        Assert.Equal(octets, (await store.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
    }

    [Theory]
    [InlineData("first")]
    [InlineData("other")]
    [InlineData("")]
    public async Task Create_FilledSlot_IsOccupiedAndUnchanged(string second)
    {
        ISegmentStore store = CreateStore();
        await store.CreateSegmentAsync(Log, 7, "first"u8.ToArray(), Token);

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, Encoding.UTF8.GetBytes(second), Token));

        Assert.Equal("first"u8.ToArray(), (await store.ReadSegmentAsync(Log, 7, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task Create_CallerChangesItsBufferLater_StoreKeepsWhatItWasGiven()
    {
        ISegmentStore store = CreateStore();
        byte[] octets = "first"u8.ToArray();
        await store.CreateSegmentAsync(Log, 0, octets, Token);

        octets.AsSpan().Fill((byte)'x');

        Assert.Equal("first"u8.ToArray(), (await store.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Create_RacingWriters_OneWinsAndAllReadItsOctets(int writers)
    {
        ISegmentStore store = CreateStore();
        for (int segment = 0; segment < 8; segment++)
        {
            int slot = segment;
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<(int Writer, SlotOutcome Outcome, byte[] Seen)>[] races =
            [
                .. Enumerable.Range(0, writers).Select(async writer =>
                {
                    await start.Task;
                    SlotOutcome outcome = await store.CreateSegmentAsync(Log, slot, OctetsOf(writer), Token);
                    return (writer, outcome, (await store.ReadSegmentAsync(Log, slot, Token))!.Value.ToArray());
                }),
            ];
            start.SetResult();
            (int Writer, SlotOutcome Outcome, byte[] Seen)[] results = await Task.WhenAll(races);

            (int winner, _, _) = Assert.Single(results, result => result.Outcome == SlotOutcome.Created);
            Assert.All(results, result => Assert.Equal(OctetsOf(winner), result.Seen));
        }

        static byte[] OctetsOf(int writer) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"writer {writer}\n", 500)));
    }

    [Fact]
    public async Task Read_EmptySlotOrUnknownLog_IsNull()
    {
        ISegmentStore store = CreateStore();
        await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token);

        Assert.Null(await store.ReadSegmentAsync(Log, 1, Token));
        Assert.Null(await store.ReadSegmentAsync(Log, long.MaxValue, Token));
        Assert.Null(await store.ReadSegmentAsync("unknown", 0, Token));
    }

    [Fact]
    public async Task ListSegments_StoredOutOfOrder_AscendsWithGaps()
    {
        ISegmentStore store = CreateStore();
        foreach (long segment in new[] { 10, 2, long.MaxValue, 0, 9, 100 })
        {
            await store.CreateSegmentAsync(Log, segment, "x"u8.ToArray(), Token);
        }

        await store.CreateSegmentAsync("log-b", 55, "x"u8.ToArray(), Token);

        Assert.Equal([0, 2, 9, 10, 100, long.MaxValue], await CollectAsync(store.ListSegmentsAsync(Log, Token)));
        Assert.Empty(await CollectAsync(store.ListSegmentsAsync("unknown", Token)));
    }

    [Fact]
    public async Task FindLastSegment_StoredOutOfOrderAndWithGaps_IsTheHighest()
    {
        ISegmentStore store = CreateStore();
        Assert.Null(await store.FindLastSegmentAsync(Log, Token));
        long highest = 0;
        foreach (long segment in new[] { 0, 1, 9, 2, 4_000_000_000, 100, long.MaxValue })
        {
            await store.CreateSegmentAsync(Log, segment, "x"u8.ToArray(), Token);
            highest = Math.Max(highest, segment);

            Assert.Equal(highest, await store.FindLastSegmentAsync(Log, Token));
        }

        Assert.Null(await store.FindLastSegmentAsync("log-b", Token));
        Assert.Null(await store.FindLastSegmentAsync("log-a", Token));
    }

    [Fact]
    public async Task ListLogs_SeveralLogs_InOrdinalOrder()
    {
        ISegmentStore store = CreateStore();
        Assert.Empty(await CollectAsync(store.ListLogsAsync(Token)));
        foreach (string log in new[] { "b", "a..b", "a", "a-b", "0" })
        {
            await store.CreateSegmentAsync(log, 0, "x"u8.ToArray(), Token);
        }

        Assert.Equal(["0", "a", "a-b", "a..b", "b"], await CollectAsync(store.ListLogsAsync(Token)));
    }

    [Theory]
    [MemberData(nameof(HostileLogIds))]
    public async Task AnyCall_HostileLogId_Throws(string logId)
    {
        ISegmentStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CreateSegmentAsync(logId, 0, "x"u8.ToArray(), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ReadSegmentAsync(logId, 0, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await CollectAsync(store.ListSegmentsAsync(logId, Token)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.FindLastSegmentAsync(logId, Token));
        Assert.Empty(await CollectAsync(store.ListLogsAsync(Token)));
    }

    [Fact]
    public async Task AnyCall_NegativeSegment_Throws()
    {
        ISegmentStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await store.CreateSegmentAsync(Log, -1, "x"u8.ToArray(), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ReadSegmentAsync(Log, -1, Token));
    }

    [Fact]
    public async Task Create_LargestSegment_ReadsBack()
    {
        ISegmentStore store = CreateStore();
        byte[] octets = new byte[StoreLimits.MaxObjectBytes];
        octets[0] = 1;
        octets[^1] = 2;

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, octets, Token));

        ReadOnlyMemory<byte> seen = (await store.ReadSegmentAsync(Log, 0, Token))!.Value;
        Assert.True(octets.AsSpan().SequenceEqual(seen.Span));
    }

    [Fact]
    public async Task Create_TooLarge_ThrowsAndLeavesSlotEmpty()
    {
        ISegmentStore store = CreateStore();

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.CreateSegmentAsync(Log, 0, new byte[StoreLimits.MaxObjectBytes + 1], Token));

        Assert.Null(await store.ReadSegmentAsync(Log, 0, Token));
    }

    [Fact]
    public async Task AnyCall_AlreadyCancelled_ThrowsAndLeavesSlotEmpty()
    {
        ISegmentStore store = CreateStore();
        await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.CreateSegmentAsync(Log, 1, "x"u8.ToArray(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadSegmentAsync(Log, 0, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await CollectAsync(store.ListSegmentsAsync(Log, cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await CollectAsync(store.ListLogsAsync(cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FindLastSegmentAsync(Log, cancelled));

        Assert.Null(await store.ReadSegmentAsync(Log, 1, Token));
    }

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
