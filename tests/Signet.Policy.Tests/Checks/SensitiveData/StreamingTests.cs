using CsCheck;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

public sealed class StreamingTests
{
    private static readonly string[] Pieces =
    [
        .. RuleCases.All.Values.SelectMany(cases => cases.Holds.Concat(cases.Looks)), " ", "\n", "-", ".", "\u200B", "\u00A0", "\uFF11", "12", "4", "AB ",
        "the quick brown fox ", "password=", "eyJ", "-----BEGIN ", "+", "@", ":", "\uD835\uDFCE", "\uD83D\uDE00", "\uD835", "<<<", "sk-", "\u0664", "token ",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whatever follows whatever, cut anywhere: the same spans, the same replacements, and the same as in a request.</summary>
    [Fact]
    public void Inspect_RandomTextInRandomPieces_IsTheSame()
    {
        SensitiveDataCheck sut = Samples.Everything();
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 12], Gen.Int[0, 3000].Array[0, 24]).Sample(
            (parts, cuts) =>
            {
                string text = string.Concat(parts);
                (Decision, string) whole = Streams.Run([sut], Requests.With("x"), text);
                Streams.AssertSame(whole, Streams.Run([sut], Requests.With("x"), Streams.Split(text, cuts)), text);
                Streams.AssertSame(whole, Streams.Run([sut], Requests.With("x"), [.. text.Select(c => c.ToString())]), text);
                RequestContext request = Requests.With(text);
                StageOutcome outcome = new PolicyPipeline([sut], shadow: false, TimeProvider.System).AdmitAsync(request, Token).AsTask().Result;
                if (outcome.Metadata.GetValueOrDefault("rule") is not null || outcome.Decision == Decision.Allow)
                {
                    Assert.Equal(whole.Item1, outcome.Decision);
                }
            },
            iter: 3000);
    }

    /// <summary>What has been redacted once has nothing to find, whatever stood beside it.</summary>
    [Fact]
    public void Admit_RandomText_SettlesAfterOnePass()
    {
        SensitiveDataCheck sut = Samples.Everything();
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 8].Sample(
            parts =>
            {
                RequestContext request = Requests.With(string.Join(" ", parts));
                StageOutcome outcome = new PolicyPipeline([sut], shadow: false, TimeProvider.System).AdmitAsync(request, Token).AsTask().Result;
                Assert.True(outcome.Decision <= Decision.Redact, $"{string.Join(" ", parts)} -> {request.Content[0].Text}: {outcome.Reason}");
            },
            iter: 3000);
    }

    [Fact]
    public void Inspect_AnyCharacters_NeverThrows()
    {
        SensitiveDataCheck sut = Samples.Everything();
        Gen.Char.Array[0, 200].Sample(
            chars => Assert.True(Streams.Run([sut], Requests.With("x"), new string(chars)).Decision <= Decision.Redact), iter: 3000);
    }

    [Fact]
    public void Inspect_Prose_HoldsBackTheLastWordAlone()
    {
        ResponseInspection sut = new PolicyPipeline([Samples.Everything()], shadow: false, TimeProvider.System).Inspect(Requests.With("x"));
        Assert.Equal(11, sut.Push(Requests.Channel, "Everything is"));
        Assert.Equal(25, sut.Push(Requests.Channel, " everywhere already."));
        Assert.Equal(41, sut.Push(Requests.Channel, "Here: \n\n"));
    }

    [Fact]
    public void Inspect_LongRuns_HoldBackABoundedWindow()
    {
        foreach (string unit in new[] { "a", "9", "+", "<", "-", "@", "a@", "1:", "\u200B", "=", "4 ", "\\n", "eyJ" })
        {
            ResponseInspection sut = new PolicyPipeline([Samples.Everything()], shadow: false, TimeProvider.System).Inspect(Requests.With("x"));
            string piece = string.Concat(Enumerable.Repeat(unit, 100));
            for (int i = 1; i <= 100; i++)
            {
                long released = sut.Push(Requests.Channel, piece);
                Assert.True((piece.Length * (long)i) - released <= 2048, $"{unit}: holds back {(piece.Length * (long)i) - released}");
            }
        }
    }

    [Fact]
    public void Inspect_KeyWithoutEnd_BlocksInsteadOfHoldingBackForever()
    {
        string key = "-----BEGIN PRIVATE KEY-----\n" + string.Concat(Enumerable.Repeat(Valid.Random(1, 64) + "\n", 300));
        Assert.Equal(Decision.Block, Streams.Run([Samples.Everything()], Requests.With("x"), key).Decision);
        Assert.Equal(Decision.Block, Streams.Run([Samples.Everything()], Requests.With("x"), Streams.Split(key, [5, 100, 5000, 17000])).Decision);
    }
}
