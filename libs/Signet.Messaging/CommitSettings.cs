using Signet.Messaging.Spool;

namespace Signet.Messaging;

/// <summary>How a gateway is told when an event counts as recorded, and what carries it: the <c>Commits</c> section of its settings.</summary>
public sealed class CommitSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Commits";

    /// <summary>
    /// <c>chain</c>, the default: events go to the auditor, directly or by a sidecar's service invocation, and count when they are
    /// chained. <c>broker</c>: they are published by the sidecar and count when the broker has them. <c>spool</c>: they count when they are
    /// synchronised on a disk of this machine, and go on from there.
    /// </summary>
    public AcknowledgementLevel Level { get; set; } = AcknowledgementLevel.Chain;

    /// <summary>The pub/sub component at level <c>broker</c>, or through it.</summary>
    public string PubSub { get; set; } = "auditbus";

    /// <summary>The topic at level <c>broker</c>.</summary>
    public string Topic { get; set; } = "commit-events";

    /// <summary>
    /// The file of the sidecar's API token (<c>DAPR_API_TOKEN</c>) at level <c>broker</c>; its white space is trimmed. Empty for a
    /// sidecar that asks for none.
    /// </summary>
    public string TokenPath { get; set; } = "";

    /// <summary>How long one attempt may take: 1 ms to 5 minutes. The default is 5 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The spool at level <c>spool</c>.</summary>
    public SpoolSettings Spool { get; } = new();

    /// <summary>The transport that the settings ask for.</summary>
    /// <param name="auditor">Where the auditor is, for level <c>chain</c>.</param>
    /// <param name="endpoint"><c>DAPR_GRPC_ENDPOINT</c>, which outranks the port.</param>
    /// <param name="port"><c>DAPR_GRPC_PORT</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Hears of what a spool does.</param>
    /// <exception cref="InvalidOperationException">There is no transport of this level.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="SpoolException">The spool is another's, or what it holds can't be used.</exception>
    /// <exception cref="IOException">The token file can't be read, or the spool's disk failed.</exception>
    public ICommitTransport CreateTransport(
        HttpCommitTransportOptions auditor, string? endpoint, string? port, TimeProvider time, ISpoolObserver? observer = null)
    {
        if (Level != AcknowledgementLevel.Spool)
        {
            return CreateTransport(Level, auditor, endpoint, port, time);
        }

        Spool.Validate();
        return SpooledCommitTransport.Open(Spool, CreateTransport(Spool.Through, auditor, endpoint, port, time), time, observer);
    }

    private ICommitTransport CreateTransport(AcknowledgementLevel level, HttpCommitTransportOptions auditor, string? endpoint, string? port, TimeProvider time) => level switch
    {
        AcknowledgementLevel.Chain => new HttpCommitTransport(auditor, time),
        AcknowledgementLevel.Broker => new DaprCommitTransport(
            new DaprCommitTransportOptions
            {
                Endpoint = DaprAddress.Of("DAPR_GRPC", endpoint, port, new DaprCommitTransportOptions().Endpoint),
                ApiToken = TokenPath.Length == 0 ? null : File.ReadAllText(TokenPath).Trim(),
                PubSub = PubSub,
                Topic = Topic,
                Timeout = Timeout,
            },
            time),
        _ => throw new InvalidOperationException("Commits:Level is none of broker, chain and spool."),
    };
}
