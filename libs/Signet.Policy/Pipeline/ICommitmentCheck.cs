using Signet.Policy.Content;

namespace Signet.Policy.Pipeline;

/// <summary>Judges a complete tool call before anybody else sees it.</summary>
public interface ICommitmentCheck : ICheck
{
    /// <summary>Judges the call. Redact counts as block: arguments aren't edited.</summary>
    ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken);
}
