namespace Signet.Verifier;

/// <summary>The files that the outcome of each verification is written to; null leaves one out. Their directories exist.</summary>
public sealed record ReportFilesOptions
{
    /// <summary>The text for people.</summary>
    public string? Text { get; init; }

    /// <summary>The report as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>The findings as SARIF.</summary>
    public string? Sarif { get; init; }

    /// <summary>The metrics in Prometheus' text format, for the text-file collector of a node exporter.</summary>
    public string? Prometheus { get; init; }
}
