using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class SubmissionQueueTests
{
    private readonly SubmissionQueue _sut = new(bound: 5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_Delivery_IsTakenInOneStepAndInOrder()
    {
        var submissions = Submissions(4);
        var waiting = _sut.WaitAsync(Token);
        Assert.False(waiting.IsCompleted);

        Assert.Equal(4, _sut.Add(submissions));
        await waiting;

        Assert.Equal(submissions, Take(10));
        Assert.Empty(Take(10));
    }

    [Fact]
    public void Add_BeyondTheBound_TakesTheFirst()
    {
        var submissions = Submissions(9);
        Assert.Equal(5, _sut.Add(submissions));
        Assert.Equal(0, _sut.Add(submissions));
        Assert.Equal(submissions[..2], Take(2));
        Assert.Equal(2, _sut.Add(submissions.AsSpan(5)));
        Assert.Equal(submissions[2..7], Take(10));
    }

    [Fact]
    public async Task Wake_NothingWaits_EndsTheWait()
    {
        var waiting = _sut.WaitAsync(Token);
        _sut.Wake();
        _sut.Wake();
        await waiting;

        using var ending = new CancellationTokenSource();
        await _sut.WaitAsync(ending.Token);
        var another = _sut.WaitAsync(ending.Token).AsTask();
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => another);
    }

    [Fact]
    public void Add_AfterClose_TakesNothingMore()
    {
        var submissions = Submissions(2);
        Assert.Equal(2, _sut.Add(submissions));
        _sut.Close();

        Assert.Equal(0, _sut.Add(Submissions(1)));
        Assert.Equal(submissions, Take(10));
    }

    [Fact]
    public async Task Complete_PartsOfADelivery_AnswersOnceAllAreTold()
    {
        var delivery = new Delivery(3);
        var parts = Enumerable.Range(0, 3).Select(i => new QuarantineSubmission(delivery, i, Body)).ToArray();
        parts[2].Complete(CommitOutcome.Recorded);
        parts[2].Complete(CommitOutcome.Retry);
        parts[0].Complete(CommitOutcome.Quarantined);
        Assert.False(delivery.Answer.IsCompleted);

        parts[1].Complete(CommitOutcome.Retry);

        Assert.Equal([CommitOutcome.Quarantined, CommitOutcome.Retry, CommitOutcome.Recorded], await delivery.Answer);
    }

    private static QuarantineBody Body => new() { Sha256 = default, Bytes = 1, Count = 1, Why = QuarantineReason.Undecodable };

    private static Submission[] Submissions(int count)
    {
        var delivery = new Delivery(count);
        return [.. Enumerable.Range(0, count).Select(i => new QuarantineSubmission(delivery, i, Body))];
    }

    private List<Submission> Take(int most)
    {
        var batch = new Queue<Submission>();
        _sut.Take(batch, most);
        return [.. batch];
    }
}
