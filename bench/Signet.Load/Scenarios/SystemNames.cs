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

    /// <summary>What a reader calls it.</summary>
    public static string Title(string name) => name switch
    {
        Direct => "upstream, directly",
        Nginx => "nginx",
        ReverseProxy => "YARP",
        Forwarder => "bare `IHttpForwarder`",
        Gateway => "gateway, recorded in memory",
        _ => "gateway, recorded on disk",
    };
}
