using Signet.Policy.Pipeline;

namespace Signet.Extensions.External;

/// <summary>Shows a service how a request ended.</summary>
internal sealed class ExternalRecordCheck(ExternalService service) : IRecordCheck
{
    public string Name => service.Name;

    public TimeSpan Timeout => service.Timeout;

    public ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken) =>
        service.RecordAsync(request, response, cancellationToken);
}
