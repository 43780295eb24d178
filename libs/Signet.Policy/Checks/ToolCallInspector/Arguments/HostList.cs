using System.Net;
using Signet.Policy.Schemas.Formats;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// Hosts that are allowed: names, <c>*.suffix</c> for what is below a name, addresses, networks, and <c>*</c> for every public one.
/// </summary>
internal sealed class HostList
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _suffixes = [];
    private readonly List<IPNetwork> _networks = [];
    private bool _everyPublic;

    /// <summary>Adds what one entry allows; false when it is none.</summary>
    internal bool TryAdd(string entry)
    {
        if (entry == "*")
        {
            return _everyPublic = true;
        }

        if (IPAddress.TryParse(entry, out IPAddress? address) && (HostFormats.IsIPv4(entry) || HostFormats.IsIPv6(entry)))
        {
            IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            _networks.Add(new IPNetwork(plain, plain.GetAddressBytes().Length * 8));
            return true;
        }

        if (entry.Contains('/', StringComparison.Ordinal))
        {
            // Bits behind the prefix say that somebody meant something else.
            bool isNetwork = IPNetwork.TryParse(entry, out IPNetwork network) && !network.BaseAddress.IsIPv4MappedToIPv6
                && entry.Equals(network.ToString(), StringComparison.OrdinalIgnoreCase);
            if (isNetwork)
            {
                _networks.Add(network);
            }

            return isNetwork;
        }

        bool isSuffix = entry.StartsWith("*.", StringComparison.Ordinal);
        string text = isSuffix ? entry[2..] : entry;
        if (!HostTarget.TryReadHost(text, out HostTarget? target) || target.Address is not null || target.Port is not null)
        {
            return false;
        }

        if (isSuffix)
        {
            _suffixes.Add("." + target.Name);
        }
        else
        {
            _names.Add(target.Name);
        }

        return true;
    }

    /// <summary>True when an entry allows the host.</summary>
    internal bool Allows(HostTarget target)
    {
        if (target.Address is { } address)
        {
            return _networks.Exists(network => network.Contains(address)) || (_everyPublic && PublicHosts.Contains(address));
        }

        return _names.Contains(target.Name) || _suffixes.Exists(suffix => target.Name.EndsWith(suffix, StringComparison.Ordinal))
            || (_everyPublic && PublicHosts.Contains(target.Name));
    }
}
