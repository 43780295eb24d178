namespace Signet.Load.Hosts;

/// <summary>What this executable can be started as, each in a process of its own.</summary>
internal static class HostNames
{
    public const string Upstream = "upstream";
    public const string Forwarder = "forwarder";
    public const string ReverseProxy = "yarp";
    public const string Gateway = "gateway";
    public const string ChainGateway = "gateway-chain";
    public const string SpoolGateway = "gateway-spool";
    public const string BrokerGateway = "gateway-broker";

    public static readonly string[] All = [Upstream, Forwarder, ReverseProxy, Gateway, ChainGateway, SpoolGateway, BrokerGateway];
}
