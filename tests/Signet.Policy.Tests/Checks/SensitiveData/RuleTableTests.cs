using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

public sealed class RuleTableTests
{
    public static TheoryData<string> Ids => [.. RuleTable.Rules.Select(rule => rule.Id)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Find_ValuesOfTheRule_AreFoundOnBothSides(string id)
    {
        SensitiveDataCheck sut = Samples.Only(id);
        foreach (string text in RuleCases.All[id].Holds)
        {
            AdmissionResult result = await sut.AdmitAsync(Requests.With(text), Token);
            Assert.True(result.Result.Decision == Decision.Redact, $"{id} doesn't find {text}");
            Assert.Equal(id + "=1", result.Result.Metadata["finds"]);
            Assert.Equal(Decision.Redact, Streams.RunAllWays([sut], () => Requests.With("x"), text).Decision);
        }

        Assert.True(RuleCases.All[id].Holds.Length >= 3);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Find_WhatOnlyLooksSo_IsNotFound(string id)
    {
        SensitiveDataCheck sut = Samples.Only(id);
        foreach (string text in RuleCases.All[id].Looks)
        {
            AdmissionResult result = await sut.AdmitAsync(Requests.With(text), Token);
            Assert.True(result.Result.Decision == Decision.Allow, $"{id} finds {text}");
            Assert.Equal((Decision.Allow, text), Streams.RunAllWays([sut], () => Requests.With("x"), text));
        }

        Assert.True(RuleCases.All[id].Looks.Length >= 3);
    }

    /// <summary>A value as an operator's sentence has it, with everything on, in every style: what stands in its place is no find.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Redact_AnyStyle_LeavesNothingToFind(string id)
    {
        foreach (RedactionStyle style in Enum.GetValues<RedactionStyle>())
        {
            SensitiveDataCheck sut = Samples.Everything(style);
            foreach (string text in RuleCases.All[id].Holds)
            {
                RequestContext request = Requests.With(text);
                StageOutcome outcome = await new PolicyPipeline([sut], shadow: false, TimeProvider.System).AdmitAsync(request, Token);
                Assert.Equal(Decision.Redact, outcome.Decision);
                string redacted = request.Content[0].Text;
                Assert.NotEqual(text, redacted);
                AdmissionResult again = await sut.AdmitAsync(Requests.With(redacted), Token);
                Assert.True(again.Result.Decision == Decision.Allow, $"{style}: {redacted} is found again: {again.Result.Reason}");
                Assert.Equal(redacted.Length, Streams.Run([sut], Requests.With("x"), text).Released.Length);
            }
        }
    }

    [Fact]
    public void Rules_Ids_AreUniqueAndWellFormed()
    {
        Assert.Equal(RuleTable.Rules.Count, RuleTable.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(RuleTable.Rules, rule => Assert.Matches("^[a-z][a-z0-9_]{0,63}$", rule.Id));
        Assert.All(RuleTable.Rules, rule => Assert.Matches("^[A-Z][A-Z0-9 ]*$", rule.Label));
        Assert.Equal(RuleTable.Rules.Select(rule => rule.Id).Order(), RuleCases.All.Keys.Order());
    }
}
