using System.Net;
using System.Net.Sockets;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// Tells what is reachable from the whole Internet from what is somebody's own: loopback, private, shared, link-local (the metadata of
/// clouds too), documentation, multicast and reserved networks, and addresses that carry an IPv4 address inside.
/// </summary>
internal static class PublicHosts
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly string[] OwnSuffixes =
        [".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home", ".private", ".test"];

    internal static bool Contains(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address))
        && !Array.Exists(NotPublic, network => network.Contains(address));

    /// <summary>What a name leads to is known to the resolver alone; the names that never lead outside are known.</summary>
    internal static bool Contains(string name) =>
        name.Contains('.', StringComparison.Ordinal)
        && !Array.Exists(OwnSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));
}
