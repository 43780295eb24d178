using System.Globalization;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>What one gateway says in the status of its policy.</summary>
internal sealed record CommitPolicyEntry
{
    public const int MaxMessage = 1_024;

    /// <summary>The gateway, as events name it.</summary>
    public required string Name { get; init; }

    /// <summary>The digest of the policy that is in force there.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The generation of the object that it has looked at last.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>True when that generation is in force there.</summary>
    public bool Accepted { get; init; }

    /// <summary>Why it isn't; else empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it said so last, as it wrote it. Others only look whether it changes: they don't believe its clock.</summary>
    public string RenewTime { get; init; } = "";

    /// <summary>What a gateway says now.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="verdict">What it makes of the object.</param>
    /// <param name="sha256">The digest of what is in force there; empty when nothing is yet.</param>
    /// <param name="time">The clock.</param>
    public static CommitPolicyEntry Of(string gateway, CommitPolicyVerdict verdict, string sha256, TimeProvider time) => new()
    {
        Name = gateway,
        Sha256 = sha256,
        ObservedGeneration = verdict.Seen.Generation,
        Accepted = verdict.Fault is null,
        Message = verdict.Fault is not { } fault ? "" : fault.Length <= MaxMessage ? fault : fault[..MaxMessage],
        RenewTime = Now(time),
    };

    /// <summary>The time as Kubernetes writes it.</summary>
    public static string Now(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>True when it says the same, whenever it said it.</summary>
    public bool SaysTheSame(CommitPolicyEntry? other) => other is not null && this with { RenewTime = "" } == other with { RenewTime = "" };
}
