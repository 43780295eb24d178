using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.External;

/// <summary>Options of <c>external</c>.</summary>
public sealed record ExternalCheckOptions
{
    /// <summary>Where the service is: its <c>url</c>, or the sidecar's address of its <c>dapr_app_id</c> and <c>dapr_method</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>True when <see cref="Address"/> is the Dapr sidecar's.</summary>
    public bool ThroughDapr { get; init; }

    /// <summary><c>stage</c>: admission (the default), commitment or record. A service that serves two stands twice in the policy.</summary>
    public Stage Stage { get; init; } = Stage.Admission;

    /// <summary><c>kinds</c>: the kinds of content that are sent. The default is all but media, which has no text.</summary>
    public IReadOnlySet<ContentKind>? Kinds { get; init; }

    /// <summary><c>roles</c>: whose content is sent. The default is everybody's.</summary>
    public IReadOnlySet<ContentRole>? Roles { get; init; }

    /// <summary><c>token</c>: the name of the secret that is sent as a bearer token; none by default.</summary>
    public string? Token { get; init; }

    /// <summary><c>answer_within_ms</c>: how long one answer may take; 10 ms to 1 minute. The default is one second.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>max_request_kib</c>: a request above it isn't sent and counts as a failure; 1 to 16,384. The default is 1,024.</summary>
    public int MaxRequestOctets { get; init; } = 1_024 << 10;

    /// <summary><c>max_response_kib</c>: an answer above it is a failure; 1 to 1,024. The default is 256.</summary>
    public int MaxResponseOctets { get; init; } = 256 << 10;

    /// <summary><c>max_concurrency</c>: how many answers may be waited for at once; one more is a failure; 1 to 10,000. The default is 64.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary><c>on_failure</c>: block (the default) or escalate.</summary>
    public FailureAction OnFailure { get; init; }
}
