namespace Signet.Ledger.Events;

/// <summary>A request without its content.</summary>
public sealed record EventRequest
{
    /// <summary>The HTTP method; at most 32 characters.</summary>
    public required string Method { get; init; }

    /// <summary>The path without the query; at most 1,024 characters.</summary>
    public required string Path { get; init; }

    /// <summary>The API surface; at most 64 characters.</summary>
    public required string Surface { get; init; }

    /// <summary>The model asked for; at most 256 characters.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256(salt || body octets before redaction).</summary>
    public required Digest Sha256 { get; init; }

    /// <summary>SHA-256(salt || body octets sent to the model), when redacted.</summary>
    public Digest? ForwardedSha256 { get; init; }

    /// <summary>Octets of the body.</summary>
    public required long Bytes { get; init; }

    /// <summary>The session that the caller named; at most 256 characters.</summary>
    public string? Session { get; init; }

    /// <summary>The level of the data; empty when not known; at most 256 characters.</summary>
    public string Classification { get; init; } = "";

    /// <summary>The level of the caller; empty when not known; at most 256 characters.</summary>
    public string Clearance { get; init; } = "";

    /// <summary>The address that the connection came from; empty when not known; at most 64 characters.</summary>
    public string Source { get; init; } = "";
}
