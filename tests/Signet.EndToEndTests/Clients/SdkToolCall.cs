namespace Signet.EndToEndTests.Clients;

/// <summary>A tool call that an SDK handed to its program.</summary>
internal sealed record SdkToolCall(string? Id, string Name, string Arguments);
