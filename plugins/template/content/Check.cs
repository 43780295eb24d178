using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace MyPlugin;

/// <summary>
/// Judges each complete tool call before anybody sees it. One instance serves all requests at once. Other stages have interfaces of their
/// own: IAdmissionCheck, IInspectionCheck, IRecordCheck. To throw is to block.
/// </summary>
internal sealed class Check(string name, IEnumerable<string> tools) : ICommitmentCheck
{
    private readonly HashSet<string> _tools = new(tools, StringComparer.Ordinal);

    public string Name => name;

    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_tools.Contains(call.Name) ? CheckResult.Block("the tool is on the list") : CheckResult.Allowed);
}
