namespace Signet.Messaging;

/// <summary>How a service is told where its auditor is: the <c>Auditor</c> section of its settings.</summary>
public sealed class AuditorClientSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auditor";

    /// <summary>The auditor's address, or that of a Dapr sidecar's service invocation.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The file that holds the auditor's API token; its white space is trimmed.</summary>
    public string TokenPath { get; set; } = "";

    /// <summary>The options of the clients.</summary>
    /// <exception cref="InvalidOperationException">The address is missing.</exception>
    /// <exception cref="IOException">The token file can't be read.</exception>
    public HttpCommitTransportOptions ToOptions() => new()
    {
        BaseAddress = BaseAddress ?? throw new InvalidOperationException("Auditor:BaseAddress is missing."),
        ApiToken = File.ReadAllText(TokenPath).Trim(),
    };
}
