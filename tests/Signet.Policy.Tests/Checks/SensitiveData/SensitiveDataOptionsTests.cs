using System.Security.Cryptography;
using System.Text;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

public sealed class SensitiveDataOptionsTests
{
    private const string Card = "4000001234567899";
    private const string Mail = "ada@lovelace.io";

    private static readonly string Key = "glpat-" + Valid.Mixed(1, 20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_Defaults_BlockSecretsRedactMoneyAndLeaveContactAlone()
    {
        SensitiveDataCheck sut = new(new SensitiveDataOptions());
        Assert.Equal(Decision.Block, (await sut.AdmitAsync(Requests.With(Key), Token)).Result.Decision);
        Assert.Equal(Decision.Redact, (await sut.AdmitAsync(Requests.With(Card), Token)).Result.Decision);
        Assert.Equal(Decision.Redact, (await sut.AdmitAsync(Requests.With("212-34-5678"), Token)).Result.Decision);
        Assert.Equal(Decision.Allow, (await sut.AdmitAsync(Requests.With(Mail + " 93.184.216.34"), Token)).Result.Decision);
    }

    [Fact]
    public async Task AdmitAsync_SeveralFinds_StrictestWinsAndCountsAreTold()
    {
        SensitiveDataCheck sut = new(With(RuleGroup.Secrets, new() { Action = Decision.Escalate }));
        AdmissionResult result = await sut.AdmitAsync(Requests.With($"{Card} {Card}", $"{Key}, {Card}"), Token);
        Assert.Equal((Decision.Escalate, "gitlab_token"), (result.Result.Decision, result.Result.Metadata["rule"]));
        Assert.Equal("gitlab_token=1,payment_card=3", result.Result.Metadata["finds"]);
        Assert.Equal(3, result.Edits.Count);
    }

    [Fact]
    public async Task Settings_RuleOverGroupAndScope_Bind()
    {
        SensitiveDataCheck sut = new(new SensitiveDataOptions
        {
            Groups = new Dictionary<RuleGroup, RuleSetting>
            {
                [RuleGroup.Secrets] = new() { Action = Decision.Block, On = RuleScope.Response },
                [RuleGroup.Contact] = new() { Action = Decision.Allow },
            },
            Rules = new Dictionary<string, RuleSetting> { ["email"] = new() { Action = Decision.Escalate, On = RuleScope.Request } },
        });
        Assert.Equal(Decision.Allow, (await sut.AdmitAsync(Requests.With(Key), Token)).Result.Decision);
        Assert.Equal(Decision.Block, Streams.Run([sut], Requests.With("x"), Key).Decision);
        Assert.Equal(Decision.Escalate, (await sut.AdmitAsync(Requests.With(Mail), Token)).Result.Decision);
        Assert.Equal(Decision.Allow, Streams.Run([sut], Requests.With("x"), Mail + " (415) 555-2671").Decision);
    }

    [Fact]
    public async Task MinEntropy_HigherThanTheValues_FindsNothing()
    {
        const string text = "password: hunter2x!";
        Assert.Equal(Decision.Block, (await Check(null).AdmitAsync(Requests.With(text), Token)).Result.Decision);
        Assert.Equal(Decision.Allow, (await Check(4).AdmitAsync(Requests.With(text), Token)).Result.Decision);

        static SensitiveDataCheck Check(double? minEntropy) => new(new SensitiveDataOptions
        {
            Rules = new Dictionary<string, RuleSetting>
            {
                ["password_assignment"] = new() { Action = Decision.Block, MinEntropy = minEntropy },
            },
        });
    }

    [Fact]
    public async Task Allow_DigestOfTheExactValue_IsNoFind()
    {
        SensitiveDataCheck sut = new(new SensitiveDataOptions
        {
            Allow = [Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Card)))],
        });
        Assert.Equal(Decision.Allow, (await sut.AdmitAsync(Requests.With($"card {Card}."), Token)).Result.Decision);
        Assert.Equal((Decision.Allow, Card), Streams.Run([sut], Requests.With("x"), Card));
        Assert.Equal(Decision.Redact, (await sut.AdmitAsync(Requests.With("4000-0012-3456-7899"), Token)).Result.Decision);
    }

    [Fact]
    public async Task DocumentationValues_On_CountToo()
    {
        const string text = "4242 4242 4242 4242";
        Assert.Equal(Decision.Allow, (await new SensitiveDataCheck(new()).AdmitAsync(Requests.With(text), Token)).Result.Decision);
        Assert.Equal(
            Decision.Redact,
            (await new SensitiveDataCheck(new() { DocumentationValues = true }).AdmitAsync(Requests.With(text), Token)).Result.Decision);
    }

    [Fact]
    public async Task Label_Redaction_NamesTheKind()
    {
        RequestContext request = Requests.With($"{Card} {Mail}");
        await new PolicyPipeline([Samples.Everything(RedactionStyle.Label)], shadow: false, TimeProvider.System).AdmitAsync(request, Token);
        Assert.Equal("[CARD NUMBER] [EMAIL]", request.Content[0].Text);
    }

    [Fact]
    public async Task Hash_Redaction_TellsValuesApartWithinOneRequestOnly()
    {
        PolicyPipeline sut = new([Samples.Everything(RedactionStyle.Hash)], shadow: false, TimeProvider.System);
        RequestContext request = Requests.With($"{Mail} ada@byron.org {Mail} {Card} 4000-0012-3456-7899");
        await sut.AdmitAsync(request, Token);
        string[] tags = request.Content[0].Text.Split("] ");
        Assert.Matches(@"^\[EMAIL [a-z]{8}$", tags[0]);
        Assert.Equal(tags[0], tags[2]);
        Assert.NotEqual(tags[0], tags[1]);
        Assert.Equal(tags[3] + "]", tags[4]);

        ResponseInspection inspection = sut.Inspect(request);
        inspection.Push(Requests.Channel, Mail + " ");
        Assert.Equal(tags[0] + "]", Assert.Single(inspection.EditsOf(Requests.Channel)).Replacement);

        RequestContext other = Requests.With(Mail);
        await sut.AdmitAsync(other, Token);
        Assert.NotEqual(tags[0] + "]", other.Content[0].Text);
    }

    /// <summary>What the log gets of a find: no three characters of the value that its rule's name doesn't have by itself.</summary>
    [Fact]
    public async Task Result_AnyRule_HoldsNoPartOfTheValue()
    {
        foreach ((string id, (string[] holds, _)) in RuleCases.All)
        {
            CheckResult result = (await Samples.Only(id).AdmitAsync(Requests.With(holds[0]), Token)).Result;
            Assert.Equal($"the request holds a value of the rule {id}", result.Reason);
            Assert.Equal([("finds", id + "=1"), ("rule", id)], result.Metadata.Select(fact => (fact.Key, fact.Value)).Order());
        }
    }

    /// <summary>A conversation quotes what was redacted in it before, and nobody blocks it for that.</summary>
    [Fact]
    public async Task AdmitAsync_ShapesOfEarlierRedactions_AreNoFinds()
    {
        SensitiveDataCheck blocks = new(new SensitiveDataOptions
        {
            Groups = Enum.GetValues<RuleGroup>().ToDictionary(group => group, _ => new RuleSetting { Action = Decision.Block }),
        });
        foreach (string text in RuleCases.All.Values.SelectMany(cases => cases.Holds))
        {
            RequestContext request = Requests.With(text);
            await new PolicyPipeline([Samples.Everything()], shadow: false, TimeProvider.System).AdmitAsync(request, Token);
            Assert.Equal(Decision.Allow, (await blocks.AdmitAsync(request, Token)).Result.Decision);
        }
    }

    [Fact]
    public async Task AdmitAsync_CleanRequest_AllocatesNothing()
    {
        SensitiveDataCheck sut = Samples.Everything();
        RequestContext request = Requests.With("The quick brown fox jumps over 12 lazy dogs, and that's it: nothing to see.");
        long least = long.MaxValue;
        long started = TimeProvider.System.GetTimestamp();
        while (least > 0 && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            // What the compiler puts on the stack stands on the heap until it has compiled the methods for good, which waits while others are.
            long before = GC.GetAllocatedBytesForCurrentThread();
            ValueTask<AdmissionResult> result = sut.AdmitAsync(request, Token);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(1, (await result).Seen);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData("""{"groups":{"money":{"action":"redact"}}}""", "/checks/0/groups/money")]
    [InlineData("""{"groups":{"secrets":{"action":"shred"}}}""", "/checks/0/groups/secrets/action")]
    [InlineData("""{"groups":{"secrets":{}}}""", "/checks/0/groups/secrets/action")]
    [InlineData("""{"groups":{"secrets":{"action":"block","on":"never"}}}""", "/checks/0/groups/secrets/on")]
    [InlineData("""{"groups":{"secrets":{"action":"block","min_entropy":3}}}""", "/checks/0/groups/secrets/min_entropy")]
    [InlineData("""{"rules":{"passport":{"action":"block"}}}""", "/checks/0/rules/passport")]
    [InlineData("""{"rules":{"iban":{"action":"block","min_entropy":3}}}""", "/checks/0/rules/iban/min_entropy")]
    [InlineData("""{"rules":{"random_secret":{"action":"block","min_entropy":7}}}""", "/checks/0/rules/random_secret/min_entropy")]
    [InlineData("""{"allow":["4000001234567899"]}""", "/checks/0/allow")]
    [InlineData("""{"redaction":"none"}""", "/checks/0/redaction")]
    [InlineData("""{"documentation_values":"no"}""", "/checks/0/documentation_values")]
    public void TryParse_BadOption_PointsAtIt(string options, string path)
    {
        string json = """{"version":1,"checks":[{"check":"sensitive_data",""" + options[1..] + "]}";
        Assert.False(PolicyDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out IReadOnlyList<PolicyError> errors));
        Assert.Equal(path, errors[0].Path);
    }

    [Fact]
    public void TryParse_EveryOption_IsTaken()
    {
        const string json = """
            {"version":1,"checks":[{"check":"sensitive_data",
              "groups":{"secrets":{"action":"redact","on":"both"},"financial":{"action":"escalate"},"national_ids":{"action":"off"},
                "contact":{"action":"redact","on":"response"},"network":{"action":"off"},"crypto_addresses":{"action":"redact","on":"request"}},
              "rules":{"password_assignment":{"action":"block","min_entropy":2.75},"email":{"action":"off"}},
              "allow":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
              "documentation_values":true,"redaction":"hash"}]}
            """;
        Assert.True(PolicyDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out IReadOnlyList<PolicyError> errors), string.Join(' ', errors));
    }

    [Fact]
    public void Constructor_UnknownRule_Throws() =>
        Assert.Throws<ArgumentException>(() => new SensitiveDataCheck(new SensitiveDataOptions
        {
            Rules = new Dictionary<string, RuleSetting> { ["nope"] = new() { Action = Decision.Block } },
        }));

    private static SensitiveDataOptions With(RuleGroup group, RuleSetting setting) =>
        new() { Groups = new Dictionary<RuleGroup, RuleSetting> { [group] = setting } };
}
