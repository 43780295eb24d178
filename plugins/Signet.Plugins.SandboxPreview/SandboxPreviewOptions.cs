namespace Signet.Plugins.SandboxPreview;

/// <summary>Options of <c>sandbox_preview</c>.</summary>
internal sealed record SandboxPreviewOptions
{
    /// <summary><c>url</c>: the service that tries calls out.</summary>
    public required Uri Address { get; init; }

    /// <summary><c>token</c>: the name of its secret, or null.</summary>
    public string? Token { get; init; }

    /// <summary><c>only_for_tools</c>: exact names; null for all tools.</summary>
    public IReadOnlySet<string>? OnlyForTools { get; init; }

    /// <summary><c>dry_run_tools</c>: the tools that can be tried out without effect.</summary>
    public required IReadOnlySet<string> DryRunTools { get; init; }

    /// <summary><c>allowed_effects</c>: effects that may happen.</summary>
    public required IReadOnlySet<string> AllowedEffects { get; init; }

    /// <summary><c>blocked_effects</c>: effects that nobody is asked about.</summary>
    public required IReadOnlySet<string> BlockedEffects { get; init; }

    /// <summary><c>answer_within_ms</c>: 100 ms to 2 minutes. The default is 10 seconds.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>max_response_kib</c>: 1 to 1,024. The default is 64.</summary>
    public int MaxResponseOctets { get; init; } = 64 << 10;
}
