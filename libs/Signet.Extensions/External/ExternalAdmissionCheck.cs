using Signet.Policy.Pipeline;

namespace Signet.Extensions.External;

/// <summary>Shows a service a request before the model sees it.</summary>
internal sealed class ExternalAdmissionCheck(ExternalService service) : IAdmissionCheck
{
    public string Name => service.Name;

    public TimeSpan Timeout => service.Timeout;

    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken) =>
        service.AdmitAsync(request, cancellationToken);
}
