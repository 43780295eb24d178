using System.Text.Json.Nodes;
using Signet.Corpora.Adversarial;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Decoding;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>What hostile text makes the checks do is bounded, and a request that needs more is refused.</summary>
public sealed class WorkBoundTests
{
    private const int MaxWorkKib = 64;
    private const long MaxWork = MaxWorkKib * 1_024;
    private const int Length = 48 * 1_024;

    private static IEnumerable<AdversarialInput> Inputs => AdversarialInputs.All.Append(AdversarialInputs.Ordinary);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Decode_HostileText_MakesNoMoreThanTheBudget()
    {
        foreach (AdversarialInput input in Inputs)
        {
            WorkBudget budget = new(MaxWork, null);
            DecodeQueue queue = new(
                [
                    new EscapeDecoder(), new Base64Decoder(), new HexDecoder(), new LongRunDecoder(), new CodePointDecoder(), new UuDecoder(),
                    new PunycodeDecoder(), new HiddenTextDecoder(), RuleSet.BuiltIn.Cipher, new Rot47Decoder(),
                ],
                16,
                budget,
                memory: new RunMemory());
            long made = 0;
            queue.Start(input.Make(Length).AsMemory());
            while (queue.TryTake(out Product product))
            {
                made += product.Text.Length;
                queue.Follow(product);
            }

            Assert.True(made <= MaxWork, $"{input.Name}: {made} characters");
        }
    }

    [Fact]
    public async Task Admit_HostileTextThatNeedsMoreThanTheBudget_IsBlocked()
    {
        PolicyPipeline sut = CorpusPolicy.Build([new JsonObject { ["check"] = "prompt_injection", ["max_work_kib"] = MaxWorkKib }]);
        int spent = 0;
        foreach (AdversarialInput input in Inputs)
        {
            StageOutcome outcome = await sut.AdmitAsync(Requests.With(input.Make(Length)), Token);
            bool isSpent = outcome.Metadata.GetValueOrDefault("budget") == "spent";
            Assert.True(!isSpent || outcome.Decision == Decision.Block, $"{input.Name}: {outcome.Decision}");
            spent += isSpent ? 1 : 0;
        }

        Assert.True(spent > 5);
    }

    [Fact]
    public async Task Run_HostileTextInACheckWithoutTimeLeft_IsBlocked()
    {
        foreach (JsonObject check in CorpusPolicy.Checks)
        {
            JsonObject limited = check.DeepClone().AsObject();
            limited["cpu_budget_ms"] = 1;
            limited["timeout_ms"] = 600_000;
            PolicyPipeline sut = CorpusPolicy.Build([limited], new TickingTime(TimeSpan.FromMilliseconds(2)));
            foreach (AdversarialInput input in Inputs)
            {
                string text = input.Make(Length / 8);
                StageOutcome admitted = await sut.AdmitAsync(Requests.With(text), Token);
                ResponseInspection inspection = sut.Inspect(Requests.With("hello"));
                inspection.Push(Requests.Channel, text);
                inspection.Complete(Requests.Channel);
                StageOutcome[] ran = [.. new[] { admitted, inspection.Outcome }.Where(outcome => outcome.Coverage.Count > 0)];
                Assert.All(ran, outcome => Assert.True(outcome.Decision == Decision.Block, $"{check["check"]} on {input.Name}: {outcome.Decision}"));
            }
        }
    }
}
