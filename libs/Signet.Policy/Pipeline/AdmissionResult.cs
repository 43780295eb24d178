namespace Signet.Policy.Pipeline;

/// <summary>What an admission check says of a request, and which spans of its content must be replaced.</summary>
public sealed record AdmissionResult
{
    /// <summary>Nothing to object.</summary>
    public static AdmissionResult Allowed { get; } = new() { Result = CheckResult.Allowed };

    /// <summary>The decision.</summary>
    public required CheckResult Result { get; init; }

    /// <summary>
    /// The spans to replace, each with the position of its item in <see cref="RequestContext.Content"/>; ascending by item and
    /// start, without overlap. At least one when the decision is <see cref="Decision.Redact"/>; they may also come with
    /// <see cref="Decision.Escalate"/>, are of no use with <see cref="Decision.Block"/>, and a fault with <see cref="Decision.Allow"/>.
    /// </summary>
    public IReadOnlyList<(int Item, TextEdit Edit)> Edits { get; init; } = [];

    /// <summary>How many items the check looked at.</summary>
    public int Seen { get; init; }

    /// <summary>How many items the check left out because its options say so.</summary>
    public int Skipped { get; init; }

    /// <summary>How many items the check should have looked at but can't read, such as images.</summary>
    public int Unread { get; init; }

    /// <summary>A decision without edits.</summary>
    public static implicit operator AdmissionResult(CheckResult result) => new() { Result = result };

    /// <summary>A decision without edits.</summary>
    public static AdmissionResult FromCheckResult(CheckResult result) => result;
}
