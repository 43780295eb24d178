namespace Signet.DaprSidecar;

/// <summary>A message as it stands in the stream.</summary>
/// <param name="Id">Its id in the stream.</param>
/// <param name="Event">The CloudEvent, in the octets that were stored.</param>
/// <param name="Metadata">What the publisher said beside it.</param>
internal sealed record Message(string Id, byte[] Event, IReadOnlyDictionary<string, string> Metadata);
