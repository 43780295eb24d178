using System.Text;
using System.Text.Json.Nodes;
using Signet.Corpora;
using Signet.Hosting.Policies;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing;

namespace Signet.Policy.Tests.Properties;

/// <summary>The policy of the corpora with some of its checks, in any order, and what it decides.</summary>
internal static class CorpusPolicy
{
    private static readonly JsonObject Document = Load();

    /// <summary>The entries of its checks.</summary>
    internal static IReadOnlyList<JsonObject> Checks { get; } = [.. Document["checks"]!.AsArray().Select(check => check!.AsObject())];

    /// <summary>All checks in the order of the file.</summary>
    internal static PolicyPipeline Whole { get; } = Build(Checks);

    /// <summary>The corpora, without cases of more characters than a property's many runs have time for.</summary>
    internal static IReadOnlyList<CorpusCase> Cases(int maxCharacters, params FamilySort[] sorts) =>
    [
        .. CorpusReader.Read(Repository.PathOf("tests", "corpora", "policy"))
            .Where(family => sorts.Contains(family.Sort))
            .SelectMany(family => family.Cases)
            .Where(value => value.Content.Sum(item => item.Text.Length) + (value.Answer?.Length ?? 0) <= maxCharacters),
    ];

    /// <summary>A pipeline of these checks. Calls that no check judges pass, so that no check means no objection.</summary>
    internal static PolicyPipeline Build(IEnumerable<JsonObject> checks, TimeProvider? time = null)
    {
        JsonObject document = Document.DeepClone().AsObject();
        document["checks"] = new JsonArray([.. checks.Select(check => check.DeepClone())]);
        document["allow_no_checks"] = true;
        document["tool_calls"] = "pass";
        byte[] json = Encoding.UTF8.GetBytes(document.ToJsonString());
        Assert.True(PolicyDocument.TryParse(json, out PolicyDocument? policy, out IReadOnlyList<PolicyError> errors), string.Join("; ", errors));
        return policy.Build(time ?? TimeProvider.System);
    }

    /// <summary>Admission, inspection of the answer in one piece, and commitment.</summary>
    internal static async Task<Verdict> DecideAsync(PolicyPipeline pipeline, CorpusCase value)
    {
        RequestContext request = CorpusRequest.Of(value);
        Decision decision = (await pipeline.AdmitAsync(request, TestContext.Current.CancellationToken)).Decision;
        if (value.Answer is { } answer && decision < Decision.Escalate)
        {
            ResponseInspection inspection = pipeline.Inspect(request);
            inspection.Push(Requests.Channel, answer);
            inspection.Complete(Requests.Channel);
            decision = Max(decision, inspection.Outcome.Decision);
        }

        if (value.Call is { } call && decision < Decision.Escalate)
        {
            decision = Max(decision, (await pipeline.JudgeAsync(request, call, TestContext.Current.CancellationToken)).Decision);
        }

        return new Verdict(decision, value with { Content = request.Content });
    }

    private static Decision Max(Decision first, Decision second) => first > second ? first : second;

    private static JsonObject Load()
    {
        byte[] octets = File.ReadAllBytes(Repository.PathOf("tests", "corpora", "policy", "policy.yaml"));
        return JsonNode.Parse(PolicyFile.Parse(octets).Json.Span)!.AsObject();
    }
}
