using System.Net;
using Signet.Policy.Documents;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.LoopbackTrust;

/// <summary>Reads <c>loopback_trust</c> from a policy document.</summary>
internal static class LoopbackTrustFactory
{
    private const int MaxNetworks = 100;
    private const int MaxCidr = 64;
    private const int MaxOwner = 16 + OwnerId.MaxLength;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        List<TrustedNetwork> networks = [];
        foreach (OptionReader entry in reader.Objects("networks", MaxNetworks))
        {
            string cidr = entry.RequiredText("cidr", MaxCidr);
            string owner = entry.RequiredText("owner", MaxOwner);
            if (!TrustedNetwork.TryParse(cidr, out IPNetwork? network))
            {
                entry.Error("cidr", "must be a network such as 127.0.0.0/8, without bits behind its prefix, and not everybody");
            }

            if (!OwnerPattern.TryParse(owner, out Owner? party))
            {
                entry.Error("owner", "must be an owner such as policy:internal");
            }

            if (network is { } known && party is not null)
            {
                networks.Add(new TrustedNetwork(known, party));
                entry.Warn("cidr", IPAddress.IsLoopback(known.BaseAddress)
                    ? "everything on this machine is taken for this owner, a proxy that says nothing of its callers included"
                    : "whoever can connect from this network is taken for this owner");
            }
        }

        if (networks.Count == 0)
        {
            reader.Error("networks", "must hold at least one");
        }

        return _ => new LoopbackTrustCheck(networks);
    }
}
