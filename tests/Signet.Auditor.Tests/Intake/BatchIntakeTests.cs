using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

/// <summary>Events under one signature: it is checked once, and still for each of them.</summary>
public sealed class BatchIntakeTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start, alg: EventSignature.Ed25519Tree);
    private TestAuditor _sut = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await _sut.EnrolAsync(_events);
    }

    public async ValueTask DisposeAsync()
    {
        await _sut.DisposeAsync();
        _events.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(256)]
    public async Task Accept_WholeBatch_IsRecordedAndTheLogVerifies(int size)
    {
        Assert.All(await AcceptAsync(_events.SignBatch(0, size)), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));

        var report = await TestAuditor.VerifyAsync(_store, _sut.Settings, _time.GetUtcNow());
        Assert.Equal((VerificationResult.Clean, size), (report.Result, (int)report.Commits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(63)]
    public async Task Accept_OneAlteredEventInAGoodBatch_IsQuarantinedAlone(int place)
    {
        var wires = _events.SignBatch(0, 64).Select(item => item.ToWire()).ToArray();
        wires[place] = Changed(wires[place], wire => wire["event"]!["metadata"]![1]!["value"] = "altered");

        var outcomes = await AcceptAsync(wires);

        Assert.Equal(CommitOutcome.Quarantined, outcomes[place]);
        Assert.All(outcomes.Where((_, i) => i != place), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal([QuarantineReason.BadSignature], await QuarantinedAsync());
    }

    [Fact]
    public async Task Accept_PathIndexSizeOrSignatureOfAnother_IsQuarantined()
    {
        var (batch, other) = (_events.SignBatch(0, 8), _events.SignBatch(100, 8));
        var wires = batch.Select(item => item.ToWire()).ToArray();
        JsonNode foreign = JsonNode.Parse(other[3].ToWire())!["signature"]!;
        wires[1] = Changed(wires[1], wire => wire["signature"]!["path"] = foreign["path"]!.DeepClone());
        wires[2] = Changed(wires[2], wire => wire["signature"]!["index"] = 1);
        wires[3] = Changed(wires[3], wire => wire["signature"] = foreign.DeepClone());
        wires[4] = Changed(wires[4], wire => wire["signature"]!["sig"] = foreign["sig"]!.DeepClone());
        wires[5] = Changed(wires[5], wire => wire["signature"]!["path"]!.AsArray().RemoveAt(2));
        wires[6] = Changed(wires[6], wire => wire["signature"]!["size"] = 9);
        wires[7] = Changed(wires[7], wire => wire["signature"]!["path"]!.AsArray().Add(Digest.Zero.ToString()));

        var outcomes = await AcceptAsync(wires);

        Assert.Equal([CommitOutcome.Recorded, .. Enumerable.Repeat(CommitOutcome.Quarantined, 7)], outcomes);
        Assert.All(await QuarantinedAsync(), why => Assert.Equal(QuarantineReason.BadSignature, why));

        // What was quarantined took nobody's place.
        Assert.All(await AcceptAsync(batch), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
    }

    [Fact]
    public async Task Accept_BatchesMixedWithForgeries_RecordsExactlyWhatTheKeySigned()
    {
        using var forger = new TestEvents(TestAuditor.LogId, _events.Producer, HastyTime.Start, _events.KeyId, EventSignature.Ed25519Tree) { Epoch = _events.Epoch };
        using var single = new TestEvents(TestAuditor.LogId, _events.Producer, HastyTime.Start, _events.KeyId) { Epoch = _events.Epoch };
        var (good, forged) = (_events.SignBatch(0, 40), forger.SignBatch(40, 12));

        var outcomes = await AcceptAsync([.. forged.Concat(good).Append(single.Sign(80)).Select(item => item.ToWire())]);

        Assert.Equal(
            [.. Enumerable.Repeat(CommitOutcome.Quarantined, 12), .. Enumerable.Repeat(CommitOutcome.Recorded, 40), CommitOutcome.Quarantined], outcomes);
    }

    [Fact]
    public async Task Accept_BatchSplitOverDeliveriesAndRepeated_IsRecordedOnce()
    {
        var batch = _events.SignBatch(0, 100);

        var outcomes = await Task.WhenAll(
            AcceptAsync(batch.Take(60)), AcceptAsync(batch.Skip(40)), AcceptAsync([batch[7], batch[7], batch[99]]), AcceptAsync(batch));

        Assert.All(outcomes.SelectMany(own => own), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal(
            Enumerable.Range(0, 100).Select(seq => (long)seq),
            (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer.Seq).Order());
    }

    [Fact]
    public async Task Accept_SameNumberInTwoBatches_TheSecondIsAConflict()
    {
        Assert.All(await AcceptAsync(_events.SignBatch(0, 4)), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.All(await AcceptAsync(_events.SignBatch(0, 4)), outcome => Assert.Equal(CommitOutcome.Quarantined, outcome));
        Assert.All(await QuarantinedAsync(), why => Assert.Equal(QuarantineReason.Conflict, why));
    }

    [Fact]
    public async Task Accept_KnownBatchUnderARevokedKey_IsQuarantined()
    {
        var batch = _events.SignBatch(0, 4);
        Assert.Equal([CommitOutcome.Recorded], await AcceptAsync(batch.Take(1)));
        await _sut.Sequencer.SubmitAsync(new([_sut.Head.Keys.Values.Single() with { Revoked = true }]));

        Assert.All(await AcceptAsync(batch.Skip(1)), outcome => Assert.Equal(CommitOutcome.Quarantined, outcome));
        Assert.All(await QuarantinedAsync(), why => Assert.Equal(QuarantineReason.UnknownKey, why));
    }

    [Fact]
    public async Task Enrol_KnownKeyUnderAnotherAlgorithm_IsRefused()
    {
        var enrolment = new ProducerEnrolment(_events.Producer, _events.KeyId, EventSignature.Ed25519, _events.PublicKey, "a test");

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _sut.Intake.EnrolAsync(enrolment, Token).AsTask());
        Assert.Single(await TestAuditor.EntriesAsync(_store), entry => entry.Body is ProducerKeyBody);
    }

    private Task<IReadOnlyList<CommitOutcome>> AcceptAsync(IEnumerable<SignedEvent> events) => AcceptAsync(events.Select(item => item.ToWire()));

    private async Task<IReadOnlyList<CommitOutcome>> AcceptAsync(IEnumerable<byte[]> wires) =>
        await _sut.Intake.AcceptAsync([.. wires.Select(wire => (ReadOnlyMemory<byte>)wire)], Token);

    private async Task<IReadOnlyList<QuarantineReason>> QuarantinedAsync() =>
        [.. (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<QuarantineBody>().Select(body => body.Why)];

    /// <summary>Another content in the canonical form: members keep their order.</summary>
    private static byte[] Changed(byte[] wire, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(wire)!;
        change(node);
        var octets = Encoding.UTF8.GetBytes(node.ToJsonString(Canonical));
        Assert.True(SignedEvent.TryParse(octets, out _));
        return octets;
    }
}
