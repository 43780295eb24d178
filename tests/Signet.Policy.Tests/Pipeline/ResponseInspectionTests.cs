using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

public sealed class ResponseInspectionTests
{
    private static readonly CheckResult Redacted = new() { Decision = Decision.Redact };

    [Fact]
    public void Push_SeveralInspectors_ReleasesWhatTheLargestHoldBackLeaves()
    {
        ResponseInspection sut = Inspect(Holding("a", 2), Holding("b", 4));
        Assert.Equal(6, sut.Push(Requests.Channel, "0123456789"));
        Assert.Equal(10, sut.Complete(Requests.Channel));
        Assert.Equal(Decision.Allow, sut.Outcome.Decision);
    }

    [Fact]
    public void Push_NoInspectors_ReleasesEverything() => Assert.Equal(3, Inspect().Push(Requests.Channel, "abc"));

    [Fact]
    public void CountUnread_Values_StandInTheCoverageOfEveryCheckAndChangeNoDecision()
    {
        ResponseInspection sut = Inspect(Holding("a", 0), Holding("b", 0));
        sut.CountUnread(2);
        sut.CountUnread(0);
        sut.Push(Requests.Channel, "abc");
        sut.CountUnread(1);
        Assert.All(sut.Outcome.Coverage, coverage => Assert.Equal((1, 3), (coverage.Seen, coverage.Unread)));
        Assert.Equal(Decision.Allow, sut.Outcome.Decision);
        Assert.Throws<ArgumentOutOfRangeException>(() => sut.CountUnread(-1));
    }

    [Fact]
    public void Push_Block_ReleasesNothingMore()
    {
        ResponseInspection sut = Inspect(Inspecting("a", (received, sink) =>
        {
            if (received > 3)
            {
                sink.Report(CheckResult.Block("no"));
            }

            return 0;
        }));
        Assert.Equal(3, sut.Push(Requests.Channel, "abc"));
        Assert.Equal(3, sut.Push(Requests.Channel, "def"));
        Assert.Equal(3, sut.Complete(Requests.Channel));
        Assert.Equal(0, sut.Push(new InspectionChannel(1, ContentKind.Text, "content"), "other"));
        Assert.True(sut.IsStopped);
    }

    [Fact]
    public void Push_OverlappingEdits_MergeWhateverTheOrder()
    {
        TextEdit[][] orders = [[new(2, 3, "A"), new(4, 3, "B")], [new(4, 3, "B"), new(2, 3, "A")]];
        foreach (TextEdit[] edits in orders)
        {
            ResponseInspection sut = Inspect([.. edits.Select((edit, i) => Inspecting("c" + i, (_, sink) =>
            {
                sink.Redact(edit, Redacted);
                return 0;
            }))]);
            Assert.Equal(10, sut.Push(Requests.Channel, "0123456789"));
            Assert.Equal([new TextEdit(2, 5, "A")], sut.EditsOf(Requests.Channel));
            sut.DropEdits(Requests.Channel, 10);
            Assert.Empty(sut.EditsOf(Requests.Channel));
            Assert.Equal(Decision.Redact, sut.Outcome.Decision);
        }
    }

    [Fact]
    public void Push_ReleaseInsideAnEdit_StopsBeforeIt()
    {
        ICheck edits = Inspecting("a", (_, sink) =>
        {
            sink.Redact(new TextEdit(4, 4, "x"), Redacted);
            return 0;
        });
        Assert.Equal(4, Inspect(edits, Holding("b", 4)).Push(Requests.Channel, "0123456789"));
    }

    [Fact]
    public void Push_HalfASurrogatePair_IsHeldBack()
    {
        ResponseInspection sut = Inspect(Holding("a", 0));
        Assert.Equal(1, sut.Push(Requests.Channel, "a\uD83D"));
        Assert.Equal(3, sut.Push(Requests.Channel, "\uDE00"));
        Assert.Equal(3, sut.Push(Requests.Channel, "\uD83D"));
        Assert.Equal(4, sut.Complete(Requests.Channel));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 2)]
    [InlineData(-1, 2)]
    public void Redact_SpanThatDoesNotFit_Blocks(long start, int length)
    {
        ResponseInspection sut = Inspect(Inspecting("a", (_, sink) =>
        {
            sink.Redact(new TextEdit(start, length, "x"), Redacted);
            return 0;
        }));
        Assert.Equal(0, sut.Push(Requests.Channel, "0123456789"));
        Assert.Equal(Decision.Block, sut.Outcome.Decision);
    }

    [Fact]
    public void Redact_TextThatWasLetGo_Blocks()
    {
        ResponseInspection sut = Inspect(Inspecting("a", (received, sink) =>
        {
            if (received > 5)
            {
                sink.Redact(new TextEdit(0, 3, "x"), Redacted);
            }

            return 0;
        }));
        Assert.Equal(5, sut.Push(Requests.Channel, "01234"));
        Assert.Equal(5, sut.Push(Requests.Channel, "56789"));
        Assert.Equal(Decision.Block, sut.Outcome.Decision);
    }

    [Fact]
    public void Push_HoldBackGrowsBackwards_Blocks()
    {
        ResponseInspection sut = Inspect(Inspecting("a", (received, _) => received > 5 ? (int)received : 0));
        sut.Push(Requests.Channel, "01234");
        sut.Push(Requests.Channel, "5");
        Assert.Equal(Decision.Block, sut.Outcome.Decision);
    }

    [Fact]
    public void Inspector_ThrowsOrIsMissing_Blocks()
    {
        ICheck[] bad =
        [
            Inspecting("a", (_, _) => throw new FormatException("hush")),
            new FakeCheck("a") { OnOpen = () => throw new FormatException("hush") },
            new FakeCheck("a") { OnOpen = () => null },
            new FakeCheck("a") { OnOpen = () => new FakeInspector { OnComplete = _ => throw new FormatException("hush") } },
        ];
        foreach (ICheck check in bad)
        {
            ResponseInspection sut = Inspect(check);
            sut.Push(Requests.Channel, "abc");
            sut.Complete(Requests.Channel);
            Assert.Equal((Decision.Block, "a"), (sut.Outcome.Decision, sut.Outcome.Check));
            Assert.DoesNotContain("hush", sut.Outcome.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Push_AfterComplete_Blocks()
    {
        ResponseInspection sut = Inspect(Holding("a", 0));
        sut.Complete(Requests.Channel);
        sut.Complete(Requests.Channel);
        Assert.Equal(Decision.Allow, sut.Outcome.Decision);
        Assert.Equal(0, sut.Push(Requests.Channel, "late"));
        Assert.Equal(Decision.Block, sut.Outcome.Decision);
    }

    [Fact]
    public void Push_TooManyChannels_Blocks()
    {
        ResponseInspection sut = Inspect(Holding("a", 0));
        for (int i = 0; i < ResponseInspection.MaxChannels; i++)
        {
            Assert.Equal(1, sut.Push(new InspectionChannel(i, ContentKind.Text, "content"), "x"));
        }

        Assert.Equal(Decision.Allow, sut.Outcome.Decision);
        Assert.Equal(0, sut.Push(new InspectionChannel(ResponseInspection.MaxChannels, ContentKind.Text, "content"), "x"));
        Assert.Equal(Decision.Block, sut.Outcome.Decision);
        Assert.Equal(1, sut.Outcome.Coverage[0].Unread);
    }

    [Fact]
    public void Forget_ChannelThatHasEnded_MakesRoomAndKeepsTheOutcome()
    {
        ResponseInspection sut = Inspect(Holding("a", 0));
        for (int i = 0; i < 2 * ResponseInspection.MaxChannels; i++)
        {
            InspectionChannel channel = new(i, ContentKind.Text, "content");
            sut.Push(channel, "x");
            Assert.Equal(1, sut.Complete(channel));
            sut.Forget(channel);
        }

        Assert.Equal(Decision.Allow, sut.Outcome.Decision);
        Assert.Equal(2 * ResponseInspection.MaxChannels, sut.Outcome.Coverage[0].Seen);
    }

    [Fact]
    public void Forget_ChannelThatGoesOn_ChangesNothing()
    {
        ResponseInspection sut = Inspect(Holding("a", 0));
        Assert.Equal(1, sut.Push(Requests.Channel, "x"));
        sut.Forget(Requests.Channel);
        Assert.Equal(2, sut.Push(Requests.Channel, "y"));
    }

    [Fact]
    public void Push_TooManyEditsUnmade_Blocks()
    {
        ResponseInspection sut = Inspect(Inspecting("a", (received, sink) =>
        {
            sink.Redact(new TextEdit(received - 1, 1, ""), Redacted);
            return 0;
        }));
        for (int i = 0; i <= ChannelState.MaxEdits; i++)
        {
            sut.Push(Requests.Channel, "x");
        }

        Assert.Equal(Decision.Block, sut.Outcome.Decision);
    }

    [Fact]
    public void Outcome_NothingSaid_ShowsChecksAsNotRun() => Assert.Null(Inspect(Holding("a", 0)).Outcome.Coverage[0].Decision);

    [Fact]
    public void Push_Shadow_ReleasesAllAndRecordsTheDecision()
    {
        ICheck blocks = Inspecting("a", (_, sink) =>
        {
            sink.Report(CheckResult.Block("no"));
            return 0;
        });
        ResponseInspection sut = new PolicyPipeline([blocks, Holding("b", 1)], shadow: true, TimeProvider.System)
            .Inspect(Requests.With("x"));
        Assert.Equal(long.MaxValue, sut.Push(Requests.Channel, "abc"));
        Assert.False(sut.IsStopped);
        Assert.Equal((Decision.Block, Decision.Allow), (sut.Outcome.Decision, sut.Outcome.Effective));
    }

    private static ResponseInspection Inspect(params ICheck[] checks) =>
        new PolicyPipeline(checks, shadow: false, TimeProvider.System).Inspect(Requests.With("x"));

    private static FakeCheck Holding(string name, int count) => Inspecting(name, (received, _) => (int)Math.Min(count, received));

    private static FakeCheck Inspecting(string name, Func<long, IInspectionSink, int> onPush) =>
        new(name) { OnOpen = () => new FakeInspector { OnPush = onPush } };
}
