using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>What a verifier checks, how often, and where it tells of it.</summary>
public sealed class VerifierOptions
{
    /// <summary>What is known from outside the log.</summary>
    public required LogTrust Trust { get; init; }

    /// <summary>The time between two verifications: a second or more. The default is five minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Every how many verifications the whole log is walked: 1, the default, for each of them. The others go on from what the one before saw.
    /// </summary>
    public int FullEvery { get; init; } = 1;

    /// <summary>The most threads at work: 1 or more; 0, the default, for as many as there are processors.</summary>
    public int Parallelism { get; init; }

    /// <summary>A folder of receipts to redeem each time the whole log is walked, or null.</summary>
    public string? ReceiptsPath { get; init; }

    /// <summary>The files to write the outcome of each verification to.</summary>
    public ReportFilesOptions Files { get; init; } = new();

    /// <summary>The Kubernetes API to raise an event with when a verification fails, or null outside a cluster.</summary>
    public KubernetesEventOptions? Kubernetes { get; init; }

    /// <summary>The key with which each outcome is entered in the log, or null not to.</summary>
    public VerifierSigningOptions? Signing { get; init; }

    internal void Validate()
    {
        if (Interval < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException("The verification interval is a second or more.");
        }

        if (FullEvery < 1)
        {
            throw new ArgumentException("The whole log is walked every so many verifications: 1 or more.");
        }

        if (Parallelism < 0)
        {
            throw new ArgumentException("The number of threads is 1 or more, or 0 for all processors.");
        }
    }
}
