using System.Net;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.LoopbackTrust;

/// <summary>
/// Takes connections from listed networks for those of an owner when the request itself says nothing of one. A field that names an
/// owner, even an empty one, is never overridden. What came through a proxy has the proxy's address and is left alone: header fields that
/// name another address are never believed.
/// </summary>
internal sealed class LoopbackTrustCheck : IOwnerCheck
{
    /// <summary>The check's name in policies.</summary>
    internal const string CheckName = "loopback_trust";

    private readonly TrustedNetwork[] _networks;
    private readonly AdmissionResult[] _resolved;

    internal LoopbackTrustCheck(IReadOnlyList<TrustedNetwork> networks)
    {
        _networks = [.. networks];
        _resolved =
        [
            .. networks.Select(network => AdmissionResult.FromCheckResult(CheckResult.Allowed with
            {
                Metadata = new Dictionary<string, string> { ["matched_network"] = network.Network.ToString() },
            })),
        ];
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Before owner resolution, which refuses what nobody answers for.</summary>
    public int Priority => -100;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Owner.IsResolved || request.IsForwarded || request.Source is not { } source || NamesOwner(request))
        {
            return ValueTask.FromResult(AdmissionResult.Allowed);
        }

        return ValueTask.FromResult(Resolve(request, source));
    }

    private AdmissionResult Resolve(RequestContext request, IPAddress source)
    {
        for (int i = 0; i < _networks.Length; i++)
        {
            if (_networks[i].Holds(source))
            {
                request.Owner = _networks[i].Owner;
                return _resolved[i];
            }
        }

        return AdmissionResult.Allowed;
    }

    private static bool NamesOwner(RequestContext request) =>
        SecurityHeaders.Owners.Any(request.Headers.ContainsKey);
}
