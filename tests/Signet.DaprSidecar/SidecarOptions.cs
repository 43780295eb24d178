namespace Signet.DaprSidecar;

/// <summary>One sidecar beside one app: the <c>Sidecar</c> section, from the command line or the environment.</summary>
internal sealed class SidecarOptions
{
    public const string Section = "Sidecar";

    public string AppId { get; set; } = "app";

    /// <summary>The port of the gRPC API.</summary>
    public int GrpcPort { get; set; }

    /// <summary>The port of the HTTP API.</summary>
    public int HttpPort { get; set; }

    /// <summary>The app's port; 0 for an app that only publishes.</summary>
    public int AppPort { get; set; }

    /// <summary>What the app shows to the sidecar (<c>DAPR_API_TOKEN</c>); empty to ask for nothing.</summary>
    public string ApiToken { get; set; } = "";

    /// <summary>What the sidecar shows to the app (<c>APP_API_TOKEN</c>).</summary>
    public string AppToken { get; set; } = "";

    /// <summary>The sidecars of other apps, by app id: addresses of their HTTP APIs.</summary>
    public IDictionary<string, Uri> Peers { get; } = new Dictionary<string, Uri>();

    /// <summary>Redis, as host and port.</summary>
    public string Redis { get; set; } = "127.0.0.1:6379";

    public string PubSub { get; set; } = "auditbus";

    /// <summary>The topics that may be used (<c>protectedTopics</c> and scopes).</summary>
    public string Topic { get; set; } = "commit-events";

    /// <summary>True when this app may publish.</summary>
    public bool MayPublish { get; set; } = true;

    /// <summary>When a message counts as done.</summary>
    public AcknowledgementProfile Profile { get; set; }

    /// <summary>True for the inbound policy <c>constant</c> with <c>maxRetries: -1</c>; false for Dapr's default, which is none.</summary>
    public bool RetriesForEver { get; set; }

    public int RetryMilliseconds { get; set; } = 200;

    /// <summary>How many messages are in hand at once.</summary>
    public int Concurrency { get; set; } = 200;

    /// <summary>After how long without an acknowledgement a message is claimed again.</summary>
    public int ProcessingTimeoutMilliseconds { get; set; } = 60_000;

    /// <summary>How often that is looked for, and after how long a refused message comes again.</summary>
    public int RedeliverMilliseconds { get; set; } = 15_000;

    /// <summary>How long a delivery may take.</summary>
    public int DeliverTimeoutMilliseconds { get; set; } = 30_000;

    /// <summary>How often the app's health is asked for; 0 to deliver whatever its health is.</summary>
    public int HealthMilliseconds { get; set; }

    /// <summary>The most octets of a request (<c>max-body-size</c>).</summary>
    public int MaxBodyOctets { get; set; } = 4 << 20;

    /// <summary>The declarative subscription's route; empty to ask the app.</summary>
    public string Route { get; set; } = "";

    public int BulkMessages { get; set; } = 100;

    public int BulkAwaitMilliseconds { get; set; } = 10;

    /// <summary>Repeats a run of faults.</summary>
    public int Seed { get; set; }

    /// <summary>The faults to begin with.</summary>
    public FaultRates Faults { get; set; } = new();
}
