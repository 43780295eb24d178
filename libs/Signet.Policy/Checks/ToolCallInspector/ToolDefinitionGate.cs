using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>
/// The inspector, and before the model sees the request: whether it declares a tool that isn't registered. The name that a caller gives
/// a tool stands in no reason.
/// </summary>
internal sealed class ToolDefinitionGate(ToolCallInspectorCheck inspector) : ICommitmentCheck, IAdmissionCheck
{
    private static readonly CheckResult Unregistered = CheckResult.Block("the request declares a tool that isn't registered");

    /// <inheritdoc/>
    public string Name => inspector.Name;

    /// <summary>What a request declares is known before any text of it is edited.</summary>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken) =>
        inspector.JudgeAsync(request, call, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckResult result = request.DeclaredTools.All(inspector.IsRegistered) ? CheckResult.Allowed : Unregistered;
        return ValueTask.FromResult(new AdmissionResult { Result = result, Seen = request.DeclaredTools.Count });
    }
}
