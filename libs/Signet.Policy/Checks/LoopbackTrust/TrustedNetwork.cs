using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Signet.Policy.Owners;

namespace Signet.Policy.Checks.LoopbackTrust;

/// <summary>A network whose connections belong to an owner.</summary>
/// <param name="Network">The network; IPv4 as IPv4.</param>
/// <param name="Owner">Who answers for them.</param>
internal sealed record TrustedNetwork(IPNetwork Network, Owner Owner)
{
    private const int MappedPrefix = 96;

    /// <summary>Reads a network such as <c>127.0.0.0/8</c>; bits behind the prefix are a mistake. IPv4 that is written as IPv6 becomes IPv4.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = null;
        if (!IPNetwork.TryParse(text, out IPNetwork parsed) || parsed.PrefixLength == 0
            || !IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out IPAddress? written)
            || !written.Equals(parsed.BaseAddress))
        {
            return false;
        }

        if (parsed.BaseAddress.IsIPv4MappedToIPv6)
        {
            if (parsed.PrefixLength <= MappedPrefix)
            {
                return false;
            }

            parsed = new IPNetwork(parsed.BaseAddress.MapToIPv4(), parsed.PrefixLength - MappedPrefix);
        }

        network = parsed;
        return true;
    }

    internal bool Holds(IPAddress source) =>
        Network.Contains(source.AddressFamily == AddressFamily.InterNetworkV6 && source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source);
}
