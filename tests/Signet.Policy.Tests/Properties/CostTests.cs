using System.Text.Json.Nodes;
using Signet.Corpora.Adversarial;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>What hostile text makes a check allocate grows no faster than the text.</summary>
public sealed class CostTests
{
    private const int Small = 16 * 1_024;
    private const int Large = 4 * Small;

    /// <summary>Four times the text, and half as much again for lists that grow by doubling.</summary>
    private const int MaxRatio = 6;

    /// <summary>What a request costs before a check has read a character.</summary>
    private const long Fixed = 32 * 1_024;

    private const int Tries = 3;

    private const int PartLength = 50;

    [Fact]
    public void Admit_HostileTextOfFourTimesTheLength_AllocatesAtMostSixTimesAsMuch() => AssertLinear(
        (pipeline, text) => pipeline.AdmitAsync(WithOwner(text), CancellationToken.None).AsTask().GetAwaiter().GetResult());

    /// <summary>All but <c>prompt_injection</c>, to which all items are one text anyway.</summary>
    [Fact]
    public void Admit_HostileTextInManyPartsOfFourTimesTheLength_AllocatesAtMostSixTimesAsMuch() => AssertLinear((pipeline, text) =>
    {
        RequestContext request = WithOwner("");
        request.Content = [.. Requests.Parts(0, text.Chunk(PartLength).Select(part => new string(part)))];
        pipeline.AdmitAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }, except: PromptInjectionCheck.CheckName);

    [Fact]
    public void Inspect_HostileTextOfFourTimesTheLength_AllocatesAtMostSixTimesAsMuch() => AssertLinear((pipeline, text) =>
    {
        ResponseInspection inspection = pipeline.Inspect(WithOwner("hello"));
        for (int at = 0; at < text.Length; at += 256)
        {
            inspection.Push(Requests.Channel, text.AsSpan(at, Math.Min(256, text.Length - at)));
        }

        inspection.Complete(Requests.Channel);
    });

    private static void AssertLinear(Action<PolicyPipeline, string> run, string? except = null)
    {
        List<string> faster = [];
        foreach (JsonObject check in CorpusPolicy.Checks.Where(check => (string)check["check"]! != except))
        {
            PolicyPipeline pipeline = CorpusPolicy.Build([check]);
            foreach (AdversarialInput input in AdversarialInputs.All.Append(AdversarialInputs.Ordinary))
            {
                (string small, string large) = (input.Make(Small), input.Make(Large));
                (long few, long many) measured = default;

                // The collector may empty the pools between two runs, which then fill them again: that is no growth, and isn't there every time.
                if (Enumerable.Range(0, Tries).All(_ => IsFaster(measured = Measure())))
                {
                    faster.Add($"{check["check"]} on {input.Name}: {measured.few} and {measured.many} octets");
                }

                (long, long) Measure()
                {
                    // Pools are filled by the larger text first.
                    Allocated(pipeline, large, run);
                    return (Allocated(pipeline, small, run), Allocated(pipeline, large, run));
                }
            }
        }

        Assert.True(faster.Count == 0, string.Join('\n', faster));
    }

    private static bool IsFaster((long Few, long Many) octets) => octets.Many > (MaxRatio * octets.Few) + Fixed;

    private static long Allocated(PolicyPipeline pipeline, string text, Action<PolicyPipeline, string> run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(pipeline, text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static RequestContext WithOwner(string text)
    {
        RequestContext request = Requests.WithHeaders((SecurityHeaders.CommitOwner, "human:ada"));
        request.Content = [request.Content[0] with { Text = text }];
        return request;
    }
}
