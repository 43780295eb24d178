using Signet.Corpora.Adversarial;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>Requests of the same kind cost the same each time, and what a long text took is given back.</summary>
public sealed class KeptMemoryTests
{
    private const int Short = 2 * 1_024;
    private const int Long = 256 * 1_024;
    private const int Requests = 3;

    /// <summary>The collector may empty pools at any time, which then fill again: that is no growth, and ends.</summary>
    private const int MaxSeries = 8;

    /// <summary>Caches of the runtime fill up now and then.</summary>
    private const long Slack = 256;

    /// <summary>What a check may keep of its working memory, whatever a text was; <c>prompt_injection</c> keeps that of its decoders.</summary>
    private const long MostKept = 256 * 1_024;
    private const long MostKeptByDecoders = 8 * 1_024 * 1_024;

    private static readonly AdversarialInput[] Inputs =
    [
        .. AdversarialInputs.All, new("cards", length => Repeated("4000 0012 3456 7899 ", length)), new("numbers", length => Repeated("212-34-5678 ", length)),
        new("markings", length => Repeated("(S//NF) ", length)), AdversarialInputs.Ordinary,
    ];

    public static TheoryData<int> Checks => [.. Enumerable.Range(0, CorpusPolicy.Checks.Count)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Run_RequestsOfTheSameKind_AllocateNoMoreEachTime(int check)
    {
        PolicyPipeline sut = CorpusPolicy.Build([CorpusPolicy.Checks[check]]);
        List<string> growing = [];
        foreach (AdversarialInput input in Inputs)
        {
            string text = input.Make(Short);
            Allocated(sut, text);
            long first = Least(sut, text);
            long last = long.MaxValue;
            for (int series = 0; series < MaxSeries && last > first + Slack; series++)
            {
                last = Least(sut, text);
            }

            if (last > first + Slack)
            {
                growing.Add($"{input.Name}: {first}, then {last} octets");
            }
        }

        Assert.Empty(growing);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Run_LongTexts_LeaveLittleBehind(int check)
    {
        PolicyPipeline sut = CorpusPolicy.Build([CorpusPolicy.Checks[check]]);
        string plain = AdversarialInputs.Ordinary.Make(Short);
        Allocated(sut, plain);
        long before = HeapSize.Of(sut);
        foreach (AdversarialInput input in Inputs)
        {
            Allocated(sut, input.Make(Long));
            Allocated(sut, plain);
        }

        long most = (string)CorpusPolicy.Checks[check]["check"]! == PromptInjectionCheck.CheckName ? MostKeptByDecoders : MostKept;
        Assert.InRange(HeapSize.Of(sut) - before, long.MinValue, most);
    }

    private static long Least(PolicyPipeline pipeline, string text) => Enumerable.Range(0, Requests).Min(_ => Allocated(pipeline, text));

    private static string Repeated(string text, int length) => string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length];

    /// <summary>What a request with a text, one with the text in two parts, and an answer with it take on this thread.</summary>
    private static long Allocated(PolicyPipeline pipeline, string text)
    {
        RequestContext whole = Request([.. Tests.Requests.With(text).Content]);
        RequestContext parts = Request([.. Tests.Requests.Parts(0, text[..(text.Length / 2)], text[(text.Length / 2)..])]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        pipeline.AdmitAsync(whole, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        pipeline.AdmitAsync(parts, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        ResponseInspection inspection = pipeline.Inspect(whole);
        inspection.Push(Tests.Requests.Channel, text);
        inspection.Complete(Tests.Requests.Channel);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static RequestContext Request(ContentItem[] content)
    {
        RequestContext request = Tests.Requests.WithHeaders((SecurityHeaders.CommitOwner, "human:ada"));
        request.Content = content;
        return request;
    }
}
