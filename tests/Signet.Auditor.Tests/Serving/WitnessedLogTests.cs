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

    public async ValueTask InitializeAsync() => _sut = await new TestAuditor(_store, _store, _time, TestAuditor.Options()).StartAsync();

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        await _sut.DisposeAsync();
    }

    [Fact]
    public async Task Next_GrowingLog_ProvesThatItGoesOnFromAnyEarlierCheckpoint()
    {
        var key = TestAuditor.Trust(_sut.Settings).CheckpointKey!;
        var seen = new List<Checkpoint> { Open(key, (await _sut.Witnessed.NextAsync(0, Token))!) };
        for (var i = 0; i < 3; i++)
        {
            using var events = new TestEvents(TestAuditor.LogId, $"gateway.{i}", HastyTime.Start);
            await _sut.EnrolAsync(events);
            foreach (var old in seen.ToList())
            {
                var request = (await _sut.Witnessed.NextAsync(old.Size, Token))!;
                var now = Open(key, request);
                Assert.Equal(old.Size, request.OldSize);
                Assert.True(ConsistencyProof.Verify(old.Size, old.Root, now.Size, now.Root, [.. request.Proof]));
            }

            seen.Add(Open(key, (await _sut.Witnessed.NextAsync(0, Token))!));
        }

        Assert.Empty((await _sut.Witnessed.NextAsync(seen[^1].Size, Token))!.Proof);
        Assert.Null(await _sut.Witnessed.NextAsync(seen[^1].Size + 1, Token));
        Assert.Null(await _sut.Witnessed.NextAsync(-1, Token));
    }

    [Fact]
    public async Task Keep_CosignedCheckpoint_IsServedAndAnythingElseRefused()
    {
        var request = (await _sut.Witnessed.NextAsync(0, Token))!;
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

    private static Checkpoint Open(VerifierKey key, AddCheckpointRequest request) =>
        Checkpoint.TryOpen(request.Note.Span, key, out var checkpoint) ? checkpoint! : throw new InvalidOperationException("The note doesn't open.");
}
