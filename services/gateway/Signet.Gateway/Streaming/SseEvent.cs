namespace Signet.Gateway.Streaming;

/// <summary>One event of a stream: its data lines joined by LF, and its name where it has one.</summary>
internal sealed record SseEvent(byte[] Data, string Name);
