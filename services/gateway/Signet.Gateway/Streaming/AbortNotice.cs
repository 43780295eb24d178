using Signet.Gateway.Flow;

namespace Signet.Gateway.Streaming;

/// <summary>What a caller is told of a stream that ends before its time.</summary>
/// <param name="Reason">A token, or with verbose errors the reason.</param>
/// <param name="CorrelationId">The request's name in the log.</param>
/// <param name="Stage">The stage that ended it.</param>
/// <param name="Check">The check that did, or null where callers aren't told.</param>
internal sealed record AbortNotice(string Reason, string CorrelationId, string Stage, string? Check)
{
    /// <summary>What SDKs know the notice by, where their API gives errors a type.</summary>
    public const string Type = "signet_abort";

    /// <summary>What SDKs show to people.</summary>
    public string Message => "signet ended this answer: " + Reason;

    /// <summary>The members of the notice, without the braces: <c>signet_abort</c> is true, and comes first.</summary>
    public byte[] Members()
    {
        var members = JsonAnswer.Write(
            [("reason", Reason), ("correlation_id", CorrelationId), ("stage", Stage), ("check", Check)]);
        return [.. "\"signet_abort\":true,"u8, .. members.AsSpan(1, members.Length - 2)];
    }
}
