using Signet.Testing.Gateway;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>One request through the gateway: what the upstream was asked, and what the caller got.</summary>
/// <param name="CorrelationId">The request's name in events.</param>
/// <param name="Status">The status.</param>
/// <param name="Headers">The header fields of the answer.</param>
/// <param name="Body">The body as the caller read it.</param>
/// <param name="Asked">What the upstream was asked; null when it wasn't.</param>
internal sealed record Exchange(string CorrelationId, int Status, IReadOnlyDictionary<string, string> Headers, string Body, UpstreamCall? Asked)
{
    public SeenAnswer Seen { get; } = SeenAnswer.Of(Body);
}
