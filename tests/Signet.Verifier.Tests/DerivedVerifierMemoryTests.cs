using System.Text;
using Signet.Ledger;
using Signet.Storage.Memory;

namespace Signet.Verifier.Tests;

public sealed class DerivedVerifierMemoryTests
{
    private readonly MemoryStore _store = new();
    private readonly DerivedVerifierMemory _sut;

    public DerivedVerifierMemoryTests() => _sut = new DerivedVerifierMemory(_store);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recall_NothingRemembered_IsNull() => Assert.Null(await _sut.RecallAsync(TestLog.LogId, Token));

    [Fact]
    public async Task Recall_SeveralTreesSeen_GivesTheLargest()
    {
        await _sut.RememberAsync(Seen(9), Token);
        await _sut.RememberAsync(Seen(10), Token);
        await _sut.RememberAsync(Seen(10) with { RunsSinceFull = 2 }, Token);
        await _sut.RememberAsync(Seen(2), Token);
        var seen = (await _sut.RecallAsync(TestLog.LogId, Token))!;
        Assert.Equal((10L, 2), (seen.Tree.Size, seen.RunsSinceFull));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task Recall_Damaged_ThrowsAndIsNotTakenForNothing(string text)
    {
        await _sut.RememberAsync(Seen(9), Token);
        await _store.PutAsync(TestLog.LogId, "seen/00000000000000000011/00000000", Encoding.UTF8.GetBytes(text), Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Fact]
    public async Task Recall_TextOfAnotherSize_Throws()
    {
        await _store.PutAsync(TestLog.LogId, "seen/00000000000000000011/00000000", Encoding.UTF8.GetBytes(Seen(9).Text), Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Fact]
    public async Task Recall_AnotherTreeOfASizeSeen_ThrowsAndIsNotTakenForIt()
    {
        await _sut.RememberAsync(Seen(9), Token);
        await _sut.RememberAsync(Seen(9) with { Tree = new(TestLog.LogId, 9, Digest.Of([2])) }, Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.RecallAsync(TestLog.LogId, Token).AsTask());
    }

    [Fact]
    public async Task Remember_ByAnotherProcess_ReplacesNothing()
    {
        await _sut.RememberAsync(Seen(9), Token);
        await new DerivedVerifierMemory(_store).RememberAsync(Seen(9) with { RunsSinceFull = 1 }, Token);
        Assert.Equal(
            ["seen/00000000000000000009/00000000", "seen/00000000000000000009/00000001"],
            await _store.ListAsync(TestLog.LogId, "", Token).ToListAsync(Token));
        Assert.Equal(1, (await _sut.RecallAsync(TestLog.LogId, Token))!.RunsSinceFull);
    }

    private static SeenLog Seen(long size) => new() { Tree = new(TestLog.LogId, size, Digest.Of([1])) };
}
