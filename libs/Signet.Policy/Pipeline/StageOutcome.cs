namespace Signet.Policy.Pipeline;

/// <summary>What one stage decided, and how.</summary>
public sealed record StageOutcome
{
    /// <summary>The name that stands for the pipeline itself where no check decided.</summary>
    public const string PipelineName = "pipeline";

    /// <summary>
    /// The strictest decision of all checks. In shadow mode it is what would have been enforced; what the caller must act on is
    /// <see cref="Effective"/>.
    /// </summary>
    public required Decision Decision { get; init; }

    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>The check that decided, or <see cref="PipelineName"/>.</summary>
    public string Check { get; init; } = PipelineName;

    /// <summary>Why, for people. Never holds content.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The deciding check's facts. Never content.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = CheckResult.Allowed.Metadata;

    /// <summary>How long the caller should wait, when waiting helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What an approval will need, when the decision is <see cref="Decision.Escalate"/> and the deciding check said so.</summary>
    public ApprovalRequest? Approval { get; init; }

    /// <summary>Every check of the stage in the order in which it runs, those that didn't run included.</summary>
    public IReadOnlyList<CheckCoverage> Coverage { get; init; } = [];

    /// <summary>How many spans were replaced (in shadow mode: would have been).</summary>
    public int Redactions { get; init; }

    /// <summary>True when the policy only watches.</summary>
    public bool Shadow { get; init; }

    /// <summary>True when <see cref="Decision"/> binds.</summary>
    public bool Enforced => !Shadow;

    /// <summary>The decision to act on: <see cref="Decision"/>, or allow in shadow mode.</summary>
    public Decision Effective => Shadow ? Decision.Allow : Decision;
}
