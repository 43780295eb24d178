using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests.Tampering;

/// <summary>A log in its store, what a verifier saw of it, and what callers hold.</summary>
internal sealed class Scene(
    Func<Task<ITamperableStore>> open, ITamperableStore store, TestEvents gateway, IReadOnlyList<SignedEvent> events)
{
    private readonly MemoryStore _memory = new();

    public ITamperableStore Store { get; private set; } = store;

    /// <summary>The anchor of the true log: the only token of the authority there is.</summary>
    public AnchorBody? Anchor { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The true log, seen clean by a verifier that remembers it.</summary>
    public static async Task<Scene> SetAsync(Func<Task<ITamperableStore>> open, TestEvents gateway)
    {
        var events = Enumerable.Range(0, 2).Select(seq => gateway.SignAt(seq, Writer.Start)).ToList();
        var scene = new Scene(open, await open(), gateway, events);
        scene.Anchor = await Writer.WriteAsync(scene.Store, events, gateway);
        Assert.Equal([], Kinds(await scene.RememberingAsync()));
        return scene;
    }

    /// <summary>The same log as it stood earlier, in a store of its own; the verifiers and callers are the same.</summary>
    public async Task<Scene> EarlierAsync(int segments)
    {
        Store = await open();
        await Writer.WriteAsync(Store, events, gateway, segments, token: Anchor);
        return this;
    }

    /// <summary>Another log in its place, without the second event.</summary>
    public async Task<Scene> ForkedAsync(bool rootSecret, bool checkpointKey, bool keepsCheckpoint = false)
    {
        var note = await Store.Derived.ReadAsync(Writer.LogId, "checkpoint", Token);
        Store = await open();
        await Writer.WriteAsync(Store, events, gateway, rootSecret: rootSecret, checkpointKey: checkpointKey, changed: true, token: Anchor);
        if (keepsCheckpoint)
        {
            await Store.Derived.PutAsync(Writer.LogId, "checkpoint", note!.Value, Token);
        }

        return this;
    }

    /// <summary>Somebody who verifies for the first time, with public keys alone.</summary>
    public Task<VerificationOutcome> StrangerAsync() => VerifyAsync(false, null, ReceiptSet.Empty);

    /// <summary>Somebody who verifies for the first time, with the chain key.</summary>
    public Task<VerificationOutcome> FirstAsync() => VerifyAsync(true, null, ReceiptSet.Empty);

    /// <summary>The verifier that has seen the log before.</summary>
    public Task<VerificationOutcome> RememberingAsync() => VerifyAsync(true, new DerivedVerifierMemory(_memory), ReceiptSet.Empty);

    /// <summary>A caller with public keys and the receipts of all events.</summary>
    public Task<VerificationOutcome> CallerAsync()
    {
        var receipts = new ReceiptSet();
        foreach (var signed in events)
        {
            receipts.Add(PromiseReceipt.For(Writer.LogId, signed, new byte[PromiseReceipt.SaltOctets]).ToString());
        }

        return VerifyAsync(false, null, receipts);
    }

    public static IEnumerable<string> Kinds(VerificationOutcome outcome) =>
        outcome.Report!.Findings.Select(finding => finding.Name).Distinct().Order(StringComparer.Ordinal);

    private Task<VerificationOutcome> VerifyAsync(bool full, IVerifierMemory? memory, ReceiptSet receipts) =>
        new LogCheck(
            Store.Reader, Store.Derived, memory, new VerifierOptions { Trust = Writer.Trust(full), FullEvery = 100 },
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Writer.Now)).RunAsync(receipts, full: false, null, Token);
}
