using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

/// <summary>Says that everything is an agent's, and that it has been asked.</summary>
internal sealed class CountingOwnerCheck(Action asked) : IOwnerCheck
{
    public string Name => "counting";

    public bool ReadsContent => false;

    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        asked();
        request.Owner = Owner.Asserted(OwnerType.Agent, "counted");
        return ValueTask.FromResult(AdmissionResult.Allowed);
    }
}
