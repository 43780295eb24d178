using System.Text;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector;

/// <summary>Policies of the tool inspector alone, from the text that policies are made of.</summary>
internal static class Inspector
{
    internal static RequestContext Request(Owner? owner = null, params string[] declared)
    {
        RequestContext plain = Requests.With("x");
        return new RequestContext
        {
            Method = plain.Method,
            Path = plain.Path,
            Surface = plain.Surface,
            Headers = plain.Headers,
            Content = plain.Content,
            DeclaredTools = declared,
            Owner = owner ?? Owner.Asserted(OwnerType.Agent, "billing-7"),
        };
    }

    /// <summary>The policy whose tool <c>t</c> is of tier low and has these members beside that.</summary>
    internal static PolicyPipeline WithTool(string members) =>
        With("""{"tools":{"t":{"tier":"low",""" + members + "}}}");

    internal static PolicyPipeline With(string options)
    {
        bool read = PolicyDocument.TryParse(Document(options), out PolicyDocument? document, out IReadOnlyList<PolicyError> errors);
        Assert.True(read, string.Join('\n', errors));
        return document!.Build(TimeProvider.System);
    }

    internal static IReadOnlyList<PolicyError> ErrorsOf(string options)
    {
        Assert.False(PolicyDocument.TryParse(Document(options), out _, out IReadOnlyList<PolicyError> errors));
        return errors;
    }

    internal static ValueTask<StageOutcome> JudgeAsync(PolicyPipeline pipeline, string arguments, Owner? owner = null, string tool = "t") =>
        JudgeAsync(pipeline, Request(owner), Requests.Call(tool, arguments));

    internal static ValueTask<StageOutcome> JudgeAsync(PolicyPipeline pipeline, RequestContext request, ToolCall call) =>
        pipeline.JudgeAsync(request, call, TestContext.Current.CancellationToken);

    private static byte[] Document(string options) => Encoding.UTF8.GetBytes(
        """{"version":1,"checks":[{"check":"tool_call_inspector",""" + options.Trim()[1..] + "]}");
}
