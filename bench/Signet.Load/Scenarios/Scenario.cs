namespace Signet.Load.Scenarios;

/// <summary>One way of loading a system.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its heading in the report.</param>
/// <param name="Kind">The answer that is asked for.</param>
/// <param name="Connections">How many connections ask, each for one answer after the other.</param>
/// <param name="Systems">The systems that are measured, in the order of each round.</param>
internal sealed record Scenario(string Name, string Title, string Kind, int Connections, IReadOnlyList<string> Systems)
{
    /// <summary>How long a paced stream takes at least.</summary>
    private static readonly TimeSpan PacedStream = Payloads.Pause * Payloads.StreamEvents;

    private static readonly string[] WithoutChain =
        [SystemNames.Direct, SystemNames.Nginx, SystemNames.ReverseProxy, SystemNames.Forwarder, SystemNames.Gateway];

    private static readonly string[] WithChain = [.. WithoutChain, SystemNames.ChainGateway];
    private static readonly string[] Everything = [.. WithChain, SystemNames.SpoolGateway, SystemNames.BrokerGateway];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("unary-32", "Unary, 1 KiB in, 1 KiB out, 32 connections", Payloads.Unary, 32, Everything),
        new("unary-128", "Unary, 1 KiB in, 1 KiB out, 128 connections", Payloads.Unary, 128, Everything),
        new("unary-1", "Unary, 1 KiB in, 1 KiB out, one connection", Payloads.Unary, 1, WithChain),
        new("burst-32", "Streams of 64 events back to back, 32 connections", Payloads.Burst, 32, WithoutChain),
        new("paced-128", "Streams of 64 events, 8 ms between them, 128 connections", Payloads.Paced, 128, WithoutChain),
        new("first-1", "Time to the first event of a stream, one connection", Payloads.First, 1, WithChain),
    ];

    /// <summary>What loads a gateway at once while its memory is watched: every kind of answer, over few connections.</summary>
    public static IReadOnlyList<Scenario> Soak { get; } =
    [
        new("unary-8", "Unary, 1 KiB in, 1 KiB out, 8 connections", Payloads.Unary, 8, [SystemNames.Gateway]),
        new("burst-8", "Streams of 64 events back to back, 8 connections", Payloads.Burst, 8, [SystemNames.Gateway]),
        new("paced-32", "Streams of 64 events, 8 ms between them, 32 connections", Payloads.Paced, 32, [SystemNames.Gateway]),
    ];

    public bool IsStream => Kind != Payloads.Unary;

    /// <summary>
    /// How much later than the one before it a connection asks first: paced streams would go on in step for ever, and be measured as
    /// a burst of requests every half second.
    /// </summary>
    public TimeSpan Stagger => Kind == Payloads.Paced ? PacedStream / Connections : TimeSpan.Zero;
}
