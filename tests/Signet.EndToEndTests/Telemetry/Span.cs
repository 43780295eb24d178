namespace Signet.EndToEndTests.Telemetry;

/// <summary>What a collector got of one span.</summary>
internal sealed record Span(
    string TraceId, string SpanId, string ParentId, string Name, int Kind, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links);
