using Signet.Auditor.Publishing;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Tiles;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Storage.Tiles;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Publishing;

public sealed class LogPublisherTests : IDisposable
{
    private readonly MemoryStore _segments = new();
    private readonly MemoryStore _derived = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Publish_GrowingLog_TilesGiveEveryEntryUnderEveryCheckpoint()
    {
        await using var sut = await StartAsync();
        await SendAsync(sut, 0, 300);
        await PublishedAsync(sut);
        await SendAsync(sut, 300, 5);
        await PublishedAsync(sut);

        await CheckTilesAsync(_derived);
        var names = await NamesAsync("checkpoints/");
        Assert.True(names.Count >= 2);
    }

    [Fact]
    public async Task Publish_ManySegmentsBehind_StoresTheRightEdgeOnce()
    {
        await using var sut = new TestAuditor(_segments, _derived, _time, TestAuditor.Options());
        await sut.StartAsync();
        await sut.EnrolAsync(_events);
        for (var seq = 0; seq < 20; seq++)
        {
            Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(seq)));
        }

        await sut.Publisher.StartAsync(Token);
        await sut.Publisher.WaitForAsync(sut.Head.Position!.Size, Token);

        Assert.True(sut.Head.Position!.Segment >= 20);
        Assert.Single(await NamesAsync("tile/entries/"));
        await CheckTilesAsync(_derived);
    }

    [Fact]
    public async Task Publish_Restarted_GoesOnWithoutReadingTheLogAgain()
    {
        await using (var first = await StartAsync())
        {
            await SendAsync(first, 0, 40);
            await PublishedAsync(first);
        }

        var counting = new CountingStore(_segments, _derived);
        await using var sut = new TestAuditor(_segments, counting, _time, publishFrom: counting);
        await sut.StartAsync();
        await SendAsync(sut, 40, 3);
        await sut.Publisher.StartAsync(Token);
        await PublishedAsync(sut);

        // What the first had stored is in the tiles; the second's segments are its own epoch and those of three events at most.
        Assert.InRange(counting.SegmentReads, 1, 4);
        await CheckTilesAsync(_derived);
        Assert.NotNull(await sut.Publisher.Events.FindAsync(await IdOfAsync(2), Token));
    }

    [Theory]
    [InlineData("tile/")]
    [InlineData("index/")]
    [InlineData("")]
    public async Task Publish_ObjectsLost_AreMadeAgainFromTheSegments(string prefix)
    {
        await using (var first = await StartAsync())
        {
            await SendAsync(first, 0, 300);
            await PublishedAsync(first);
        }

        var left = new MemoryStore();
        await foreach (var name in _derived.ListAsync(TestAuditor.LogId, "", Token))
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
            {
                await left.PutAsync(TestAuditor.LogId, name, (await _derived.ReadAsync(TestAuditor.LogId, name, Token))!.Value, Token);
            }
        }

        await using var sut = new TestAuditor(_segments, left, _time);
        await sut.StartAsync();
        await sut.Publisher.StartAsync(Token);
        await PublishedAsync(sut);
        await CheckTilesAsync(left);
        Assert.NotNull(await sut.Publisher.Events.FindAsync(await IdOfAsync(5), Token));
    }

    [Fact]
    public async Task Publish_StoreFailsAnywhere_EndsWithTheSameObjects()
    {
        for (var round = 0; round < Rounds.Of(100); round++)
        {
            var seed = Rounds.Seed();
            TestContext.Current.SendDiagnosticMessage($"seed {seed}");
            var segments = new MemoryStore();
            var derived = new MemoryStore();
            var faulty = new FaultyStore(segments, derived, seed, 0.04);
            using var events = new TestEvents(TestAuditor.LogId, "gateway.1", HastyTime.Start);
            await using var sut = new TestAuditor(segments, new MemoryStore(), _time, publishFrom: faulty, publishTo: faulty);
            await sut.StartAsync();
            await sut.EnrolAsync(events);
            await sut.Publisher.StartAsync(Token);
            for (var seq = 0; seq < 300; seq += 60)
            {
                await sut.Intake.AcceptAsync([.. Enumerable.Range(seq, 60).Select(i => (ReadOnlyMemory<byte>)events.Wire(i))], Token);
                await PublishedAsync(sut);
            }

            await CheckTilesAsync(derived, segments);
        }
    }

    [Fact]
    public async Task Publish_SupersededWriter_DoesNotPutAnOlderCheckpointInPlaceOfANewer()
    {
        await using var first = await StartAsync();
        await SendAsync(first, 0, 3);
        await using (var second = await StartAsync())
        {
            await second.EnrolAsync(_events);
            await SendAsync(second, 3, 3);
            await PublishedAsync(second);
        }

        var size = await LatestAsync();
        await first.Publisher.StopAsync(Token);
        Assert.Equal(size, await LatestAsync());
    }

    [Fact]
    public async Task Index_ManyBlocks_FindsEachInOneRead()
    {
        var counting = new CountingStore(_segments, _derived);
        var sut = new EventIndex(counting, TestAuditor.LogId);
        var ids = Enumerable.Range(0, 3 * EventBlock.Entries).Select(i => Guid.CreateVersion7(HastyTime.Start.AddMilliseconds(i))).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            sut.Add(ids[i], i);
            if ((i + 1) % EventBlock.Entries == 0)
            {
                await sut.CloseBlockAsync(Token);
            }
        }

        var resumed = new EventIndex(counting, TestAuditor.LogId);
        Assert.True(await resumed.ResumeAsync(ids.Length + 10, Token));
        var before = counting.DerivedReads;
        foreach (var seq in new[] { 0, 1, EventBlock.Entries - 1, EventBlock.Entries, ids.Length - 1 })
        {
            Assert.Equal(seq, await resumed.FindAsync(ids[seq], Token));
        }

        Assert.Equal(before + 5, counting.DerivedReads);
        Assert.Null(await resumed.FindAsync(Guid.CreateVersion7(HastyTime.Start.AddDays(-1)), Token));
        Assert.Equal(before + 5, counting.DerivedReads);
    }

    private async Task<TestAuditor> StartAsync()
    {
        var auditor = await new TestAuditor(_segments, _derived, _time).StartAsync();
        await auditor.EnrolAsync(_events);
        await auditor.Publisher.StartAsync(Token);
        return auditor;
    }

    private async Task SendAsync(TestAuditor auditor, int from, int count) =>
        await auditor.Intake.AcceptAsync([.. Enumerable.Range(from, count).Select(i => (ReadOnlyMemory<byte>)_events.Wire(i))], Token);

    private static Task PublishedAsync(TestAuditor auditor) => auditor.Publisher.WaitForAsync(auditor.Head.Position!.Size, Token);

    private async Task<long> LatestAsync()
    {
        var note = (await _derived.ReadAsync(TestAuditor.LogId, LogPublisher.LatestName, Token))!.Value;
        Assert.True(Checkpoint.TryOpen(note.Span, TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!, out var checkpoint));
        return checkpoint!.Size;
    }

    private async Task<Guid> IdOfAsync(int number) => (await TestAuditor.EntriesAsync(_segments)).Select(entry => entry.Body).OfType<CommitBody>()
        .ElementAt(number).SignedEvent.Event.Id;

    private async Task<List<string>> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var name in _derived.ListAsync(TestAuditor.LogId, prefix, Token))
        {
            names.Add(name);
        }

        return names;
    }

    /// <summary>A client that knows the checkpoint key alone gets every entry, proved.</summary>
    private async Task CheckTilesAsync(MemoryStore derived, MemoryStore? segments = null)
    {
        var client = new TileLogClient(
            new DerivedTileSource(derived, TestAuditor.LogId), TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!, TestAuditor.LogId);
        Assert.Equal(TileLogResult.Taken, await client.UpdateAsync(Token));
        var stored = (await TestAuditor.SegmentsAsync(segments ?? _segments)).SelectMany(segment => segment.Lines).Select(line => line.Entry).ToList();
        Assert.Equal(stored.Count, client.Last!.Size);
        for (var i = 0; i < stored.Count; i += 7)
        {
            var (entry, _) = Assert.NotNull(await client.Proofs().EntryAsync(i, Token));
            Assert.True(stored[i].Span.SequenceEqual(entry.Span));
        }
    }
}
