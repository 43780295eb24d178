using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.External;

/// <summary>Shows a service a tool call before it is released.</summary>
internal sealed class ExternalCommitmentCheck(ExternalService service) : ICommitmentCheck
{
    public string Name => service.Name;

    public TimeSpan Timeout => service.Timeout;

    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken) =>
        service.JudgeAsync(request, call, cancellationToken);
}
