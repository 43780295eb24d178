using Signet.Load.Hosts;

namespace Signet.Load.Scenarios;

/// <summary>The systems under test.</summary>
internal static class SystemNames
{
    /// <summary>No proxy at all.</summary>
    public const string Direct = "direct";

    public const string Nginx = "nginx";
    public const string ReverseProxy = HostNames.ReverseProxy;
    public const string Forwarder = HostNames.Forwarder;
    public const string Gateway = HostNames.Gateway;
    public const string ChainGateway = HostNames.ChainGateway;
    public const string SpoolGateway = HostNames.SpoolGateway;
    public const string BrokerGateway = HostNames.BrokerGateway;

    /// <summary>True of those that send a receipt.</summary>
    public static bool IsGateway(string name) => name is Gateway or ChainGateway or SpoolGateway or BrokerGateway;

    /// <summary>What a reader calls it.</summary>
    public static string Title(string name) => name switch
    {
        Direct => "upstream, directly",
        Nginx => "nginx",
        ReverseProxy => "YARP",
        Forwarder => "bare `IHttpForwarder`",
        Gateway => "gateway, recorded in memory",
        SpoolGateway => "gateway, recorded in a spool",
        BrokerGateway => "gateway, recorded by a broker",
        _ => "gateway, recorded on disk",
    };
}
