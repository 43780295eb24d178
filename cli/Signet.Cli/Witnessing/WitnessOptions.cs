using System.Net;

namespace Signet.Cli.Witnessing;

/// <summary>What a witness is told at start.</summary>
internal sealed record WitnessOptions
{
    /// <summary>The directory of its key and its memory.</summary>
    public required string Data { get; init; }

    /// <summary>Its name in cosignatures.</summary>
    public required string Name { get; init; }

    /// <summary>The checkpoint keys of the logs that it knows.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>Where it listens.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port; 0 lets the system choose.</summary>
    public required int Port { get; init; }
}
