namespace Signet.EndToEndTests.Clients;

/// <summary>What a program asks its SDK for.</summary>
/// <param name="Client">The module of <c>tests/clients/node</c> that asks.</param>
/// <param name="Model">The name of a recorded answer.</param>
internal sealed record SdkCall(string Client, string Model)
{
    public string Prompt { get; init; } = "How do I water a cactus?";

    public bool Stream { get; init; }

    /// <summary>True for the SDK's own helper that puts a stream together.</summary>
    public bool Helper { get; init; }

    public string[] Tools { get; init; } = [];

    public string? Owner { get; init; } = "human:node-sdk";

    /// <summary>True for a client that compresses the bodies of its requests.</summary>
    public bool Gzip { get; init; }

    public string? Operation { get; init; }

    public string? Surface { get; init; }

    public string? Format { get; init; }
}
