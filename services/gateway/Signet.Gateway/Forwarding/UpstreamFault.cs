namespace Signet.Gateway.Forwarding;

/// <summary>What went wrong on the upstream's side.</summary>
/// <param name="Error">A stable token.</param>
/// <param name="Status">The status of a unary answer.</param>
internal sealed record UpstreamFault(string Error, int Status = 502)
{
    public static readonly UpstreamFault Unreachable = new("upstream_unreachable") { IsUnsent = true };
    public static readonly UpstreamFault Unanswered = new("upstream_unreachable");
    public static readonly UpstreamFault Timeout = new("upstream_timeout", 504);
    public static readonly UpstreamFault KeyUnavailable = new("upstream_key_unavailable", 503) { IsUnsent = true };
    public static readonly UpstreamFault Redirected = new("upstream_redirected");
    public static readonly UpstreamFault ContentType = new("upstream_content_type_invalid");
    public static readonly UpstreamFault ContentEncoding = new("upstream_content_encoding_invalid");
    public static readonly UpstreamFault Decode = new("upstream_decode_error");
    public static readonly UpstreamFault TooLarge = new("upstream_body_too_large");
    public static readonly UpstreamFault Broken = new("upstream_protocol_violation");
    public static readonly UpstreamFault SseMalformed = new("upstream_sse_malformed");
    public static readonly UpstreamFault SseUnterminated = new("upstream_sse_unterminated");
    public static readonly UpstreamFault HeldTooMuch = new("upstream_held_too_much");
    public static readonly UpstreamFault UnknownContent = new("upstream_unknown_content");
    public static readonly UpstreamFault SaidError = new("upstream_error");

    /// <summary>True when the request can't have reached a model.</summary>
    public bool IsUnsent { get; private init; }
}
