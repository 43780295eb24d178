using Signet.Corpora.Running;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Corpora.Tests.Running;

public sealed class CorpusRunnerTests
{
    private static readonly string[] Cases =
    [
        """{"id":"request","text":"bad"}""", """{"id":"answer","answer":"bad"}""", """{"id":"call","call":{"name":"bad"}}""", """{"id":"good","text":"good"}""",
    ];

    [Fact]
    public async Task Run_EveryStage_IsDecided()
    {
        var report = await RunAsync(new WordCheck(), Lines.Head);
        var family = Assert.Single(report.Covered(FamilySort.Attack));
        Assert.Equal(3, family.Right);
        Assert.Equal("f/good", Assert.Single(family.Wrong).Case.Id);
        Assert.True(report.Time(1) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Run_FamilyOfAnotherCheck_IsNotCovered()
    {
        var report = await RunAsync(new WordCheck(), """{"family":"f","sort":"attack","checks":["other"],"language":"en","notes":"n"}""");
        Assert.Equal("f", Assert.Single(report.NotCovered).Family.Name);
        Assert.Empty(report.Covered(FamilySort.Attack));
    }

    [Fact]
    public async Task Run_CheckThatFails_HasCaughtNothing()
    {
        var report = await RunAsync(new WordCheck { Fails = true }, Lines.Head);
        Assert.All(Assert.Single(report.Families).Cases, result => Assert.True(result is { Decision: Decision.Block, Failed: true, IsRight: false }));
    }

    private static async Task<CorpusReport> RunAsync(ICheck check, string head)
    {
        var runner = new CorpusRunner(new PolicyPipeline([check], shadow: false, TimeProvider.System), TimeProvider.System);
        return await runner.RunAsync([Lines.Family(head, Cases)], TestContext.Current.CancellationToken);
    }

    /// <summary>Blocks the word "bad" wherever it stands.</summary>
    private sealed class WordCheck : IAdmissionCheck, IInspectionCheck, ICommitmentCheck
    {
        public string Name => "word";

        public bool Fails { get; init; }

        public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken) => Fails
            ? throw new InvalidOperationException()
            : ValueTask.FromResult<AdmissionResult>(Judge(string.Concat(request.Content.Select(item => item.Text))));

        public ChannelInspector Open(RequestContext request, InspectionChannel channel) => new Inspector();

        public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Judge(call.Name));

        private static CheckResult Judge(string text) =>
            text.Contains("bad", StringComparison.Ordinal) ? CheckResult.Block("bad") : CheckResult.Allowed;

        private sealed class Inspector : ChannelInspector
        {
            public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
            {
                sink.Report(Judge(text.ToString()));
                return 0;
            }

            public override void Complete(IInspectionSink sink)
            {
            }
        }
    }
}
