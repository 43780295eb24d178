using Signet.Auditor.Intake;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

public sealed class VerificationIntakeTests : IAsyncLifetime
{
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)6, 32)];

    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private TestAuditor _auditor = null!;
    private VerificationIntake _sut = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _auditor = await new TestAuditor(_store, _store, _time).StartAsync();
        _sut = new VerificationIntake(_auditor.Settings, _auditor.Sequencer, _auditor.Head, _time);
        using var key = CommitSigner.FromSeed(TestAuditor.LogId, "verifier.key", Seed);
        await _auditor.Intake.EnrolAsync(
            new ProducerEnrolment("verifier.1", key.KeyId, EventSignature.Ed25519, key.PublicKey, "a test"), Token);
    }

    public async ValueTask DisposeAsync() => await _auditor.DisposeAsync();

    [Theory]
    [InlineData("clean")]
    [InlineData("broken")]
    public async Task Submit_SignedByAKnownVerifier_IsChainedAndVerifies(string result)
    {
        var report = Report(Seed, result);
        await _sut.SubmitAsync(report, Token);
        Assert.Equal(report.ReportSha256, (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<VerificationBody>().Single().ReportSha256);
    }

    [Fact]
    public void Format_AReport_ReadsBack()
    {
        var report = Report(Seed);
        Assert.Equal(report.Sig.ToArray(), VerificationFormat.Read(VerificationFormat.Write(report))!.Sig.ToArray());
        Assert.Null(VerificationFormat.Read("{}"u8.ToArray()));
    }

    [Fact]
    public async Task Submit_SignedBySomebodyElse_IsRefusedAndTakesNobodysTurn()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.SubmitAsync(Report(new byte[32]), Token).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.SubmitAsync(Report(Seed) with { Findings = 1 }, Token).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.SubmitAsync(Report(Seed, verifier: "verifier.2"), Token).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _sut.SubmitAsync(Report(Seed, throughSeq: 1_000), Token).AsTask());
        await _sut.SubmitAsync(Report(Seed), Token);
    }

    [Fact]
    public async Task Submit_Often_OnlyOneInAWhileIsTakenIn()
    {
        await _sut.SubmitAsync(Report(Seed), Token);
        await Assert.ThrowsAsync<IOException>(() => _sut.SubmitAsync(Report(Seed), Token).AsTask());
        _time.Pass(TimeSpan.FromSeconds(30));
        await _sut.SubmitAsync(Report(Seed), Token);
    }

    private static VerificationBody Report(byte[] seed, string result = "clean", string verifier = "verifier.1", long throughSeq = 1) => VerificationStatement.Sign(
        TestAuditor.LogId,
        new VerificationBody
        {
            ThroughSeq = throughSeq,
            Root = Digest.Of([1]),
            Result = result,
            Findings = 0,
            ReportSha256 = Digest.Of([2]),
            Verifier = verifier,
            Sig = default,
        },
        seed);
}
