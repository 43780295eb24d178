namespace Signet.Gateway.Streaming;

/// <summary>One event of a stream: its data lines joined by LF, and its name where it has one.</summary>
internal readonly record struct SseEvent(ReadOnlyMemory<byte> Data, string Name);
