using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage;
using Signet.Testing.Storage.S3;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

/// <summary>
/// Each request of a commit to S3, and each way it can fail, and what the writer does then: goes on by itself, dies and finds its way again,
/// or is overtaken by another. A slot never holds two different segments, and who is told that it holds the slot does.
/// </summary>
public sealed class S3FaultMatrixTests : IDisposable
{
    private const string Slot = "log/test.log/seg/00000000000000000000.ndjson";

    private static readonly FakeS3Fault[] Faults =
    [
        FakeS3Fault.NotDone, FakeS3Fault.ReplyLost, FakeS3Fault.Slow, FakeS3Fault.SlowButDone, FakeS3Fault.Conflict, FakeS3Fault.Exists,
        FakeS3Fault.Unavailable, FakeS3Fault.UnavailableButDone, FakeS3Fault.Truncated, FakeS3Fault.WrongChecksum, FakeS3Fault.ProxyNotFound,
    ];

    // PUT slot and GET slot in one mode; PUT claim, GET slot, PUT slot, GET slot, DELETE claim in the other.
    private static readonly (S3SlotMode Mode, int Requests)[] Modes = [(S3SlotMode.Conditional, 2), (S3SlotMode.Claim, 5)];

    private readonly TemporaryDirectory _keys = new();

    public enum Then
    {
        Retry,
        Restart,
        OtherTakesOver,
    }

    public static TheoryData<S3SlotMode, int, FakeS3Fault, int, Then> Cases
    {
        get
        {
            var cases = new TheoryData<S3SlotMode, int, FakeS3Fault, int, Then>();
            foreach (var (mode, requests) in Modes)
            {
                foreach (var fault in Faults)
                {
                    foreach (var then in Enum.GetValues<Then>())
                    {
                        for (var request = 1; request <= requests; request++)
                        {
                            cases.Add(mode, request, fault, 1, then);
                        }

                        // From the first request on, as long as the store's own repetitions and beyond.
                        cases.Add(mode, 1, fault, 7, then);
                    }
                }
            }

            return cases;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _keys.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Commit_OneRequestFails_NeverTwoSegmentsInOneSlot(S3SlotMode mode, int request, FakeS3Fault fault, int times, Then then)
    {
        using var server = new FakeS3();
        using var firstAccess = Open(server, mode);
        using var secondAccess = Open(server, mode);
        var (ours, theirs) = (Segment(1, "writer.a"), Segment(2, "writer.b"));
        var seen = 0;
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Fault = _ =>
        {
            var number = ++seen;
            if (number < request || number >= request + times)
            {
                return FakeS3Fault.None;
            }

            failed.TrySetResult();
            return fault;
        };

        using var life = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = Writer(firstAccess).WriteAsync(ours, 1, life.Token);
        SlotResult? ourResult = null, theirResult = null;
        switch (then)
        {
            case Then.Retry:
                ourResult = await first;
                break;
            case Then.Restart:
                await Task.WhenAny(failed.Task, first);
                await life.CancelAsync();
                await first.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

                // A restarted writer may have other octets for the slot, and has to take what it finds there.
                server.Fault = null;
                theirResult = await Writer(secondAccess).WriteAsync(theirs, 2, Token);
                break;
            case Then.OtherTakesOver:
                await Task.WhenAny(failed.Task, first);
                theirResult = await Writer(secondAccess).WriteAsync(theirs, 2, Token);
                ourResult = await first;
                break;
        }

        var stored = server.VersionsOf(FakeS3.Locked, Slot);
        var held = Assert.Single(stored.Select(version => Convert.ToHexString(version.Octets!)).Distinct());
        Assert.All(stored, version => Assert.Equal("COMPLIANCE", version.LockMode));
        Assert.Equal(ourResult is SlotResult.Ours, ourResult is not null && held == Convert.ToHexString(ours.Octets.Span));
        Assert.Equal(theirResult is SlotResult.Ours, theirResult is not null && held == Convert.ToHexString(theirs.Octets.Span));
        if (ourResult is not (null or SlotResult.Ours))
        {
            Assert.Equal(SlotResult.Superseded, ourResult);
        }
    }

    [Fact]
    public async Task FindLastSegment_StaleList_NeverNamesASegmentThatIsNotThere()
    {
        using var server = new FakeS3();
        using var access = Open(server, S3SlotMode.Conditional, TimeProvider.System);
        var store = new S3SegmentStore(access);
        await store.CreateSegmentAsync(TestAuditor.LogId, 0, new byte[] { 1 }, Token);
        await store.CreateSegmentAsync(TestAuditor.LogId, 1, new byte[] { 2 }, Token);
        server.Fault = request => request.IsList ? FakeS3Fault.StaleList : FakeS3Fault.None;

        Assert.Equal(0, await store.FindLastSegmentAsync(TestAuditor.LogId, Token));

        // Whoever believes it finds the slot taken, and reads it back.
        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(TestAuditor.LogId, 1, new byte[] { 3 }, Token));
        Assert.Equal(new byte[] { 2 }, (await store.ReadSegmentAsync(TestAuditor.LogId, 1, Token))!.Value.ToArray());
    }

    private S3Calls Open(FakeS3 server, S3SlotMode mode, TimeProvider? time = null)
    {
        File.WriteAllText(_keys.File("key"), "key\n");
        var settings = new S3Settings
        {
            Endpoint = new Uri("http://127.0.0.1:1"),
            PathStyle = true,
            DerivedBucket = FakeS3.Derived,
            ClaimBucket = mode == S3SlotMode.Claim ? FakeS3.Claims : "",
            SlotMode = mode,
            AccessKeyPath = _keys.File("key"),
            SecretKeyPath = _keys.File("key"),
            ReadTimeout = TimeSpan.FromSeconds(20),
            WriteTimeout = TimeSpan.FromSeconds(20),
        };
        return new S3Calls(new S3Options(FakeS3.Locked, "", settings), time ?? new ImpatientTime(), new S3HttpClients(() => server));
    }

    private static SegmentWriter Writer(S3Calls calls) =>
        new(new S3SegmentStore(calls), new ImpatientTime(), NullLogger.Instance, () => { });

    private static SealedSegment Segment(long epoch, string writer)
    {
        using var key = ChainKey.ForEpoch(new byte[32], TestAuditor.LogId, epoch, 0);
        var builder = new SegmentBuilder(TestAuditor.LogId, "chain.1", key, ChainHead.Empty);
        builder.Append(new EpochBody { Epoch = epoch, Writer = writer, KeyId = "chain.1" }, HastyTime.Start);
        return builder.Seal(Digest.Zero, HastyTime.Start);
    }
}
