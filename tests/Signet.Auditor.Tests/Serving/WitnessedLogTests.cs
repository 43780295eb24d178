using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Witnesses;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Serving;

public sealed class WitnessedLogTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);
    private TestAuditor _sut = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sut = await new TestAuditor(_store, _store, _time, TestAuditor.Options()).StartAsync();
        await _sut.Publisher.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        await _sut.DisposeAsync();
    }

    [Fact]
    public async Task Next_GrowingLog_ProvesThatItGoesOnFromAnyEarlierCheckpoint()
    {
        var key = TestAuditor.Trust(_sut.Settings).CheckpointKey!;
        var seen = new List<Checkpoint> { Open(key, (await NextAsync(0))!) };
        for (var i = 0; i < 3; i++)
        {
            using var events = new TestEvents(TestAuditor.LogId, $"gateway.{i}", HastyTime.Start);
            await _sut.EnrolAsync(events);
            foreach (var old in seen.ToList())
            {
                var request = (await NextAsync(old.Size))!;
                var now = Open(key, request);
                Assert.Equal(old.Size, request.OldSize);
                Assert.True(ConsistencyProof.Verify(old.Size, old.Root, now.Size, now.Root, [.. request.Proof]));
            }

            seen.Add(Open(key, (await NextAsync(0))!));
        }

        Assert.Empty((await NextAsync(seen[^1].Size))!.Proof);
        Assert.Null(await NextAsync(seen[^1].Size + 1));
        Assert.Null(await NextAsync(-1));
    }

    [Fact]
    public async Task Keep_CosignedCheckpoint_IsServedAndAnythingElseRefused()
    {
        var request = (await NextAsync(0))!;
        using var cosigner = new Cosigner("witness.example", new byte[32]);
        var checkpoint = Open(TestAuditor.Trust(_sut.Settings).CheckpointKey!, request);
        byte[] note = [.. request.Note.Span, .. Encoding.UTF8.GetBytes(cosigner.Sign(checkpoint, HastyTime.Start))];
        await _sut.Witnessed.KeepAsync("first", note, Token);

        Assert.Equal(note, await _sut.Notes.FindAsync("first", Token));
        Assert.NotNull(await _store.ReadAsync(TestAuditor.LogId, $"witness/first/{checkpoint.Size:d20}", Token));
        Assert.Null(await _sut.Notes.FindAsync("second", Token));
        Assert.Null(await _sut.Notes.FindAsync("../first", Token));

        using var stranger = new CheckpointSigner(TestAuditor.LogId, new byte[32]);
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.Witnessed.KeepAsync("first", stranger.Sign(checkpoint), Token).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.Witnessed.KeepAsync("../first", note, Token).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.Witnessed.KeepAsync("first", new byte[20_000], Token).AsTask());
    }

    [Fact]
    public async Task Next_NotPublishedYet_IsAFaultAndNotARollback()
    {
        await _sut.Publisher.StopAsync(Token);
        var published = _sut.Publisher.Published!.Size;
        await _sut.EnrolAsync(_events);

        await Assert.ThrowsAsync<IOException>(() => _sut.Witnessed.NextAsync(published + 1, Token).AsTask());
        Assert.NotNull(await _sut.Witnessed.NextAsync(published, Token));
    }

    /// <summary>The next request once all that was written is published.</summary>
    private async Task<AddCheckpointRequest?> NextAsync(long oldSize)
    {
        await _sut.Publisher.WaitForAsync(_sut.Head.Position!.Size, Token);
        return await _sut.Witnessed.NextAsync(oldSize, Token);
    }

    private static Checkpoint Open(VerifierKey key, AddCheckpointRequest request) =>
        Checkpoint.TryOpen(request.Note.Span, key, out var checkpoint) ? checkpoint! : throw new InvalidOperationException("The note doesn't open.");
}
