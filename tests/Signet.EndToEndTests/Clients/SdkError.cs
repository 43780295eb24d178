namespace Signet.EndToEndTests.Clients;

/// <summary>What an SDK threw.</summary>
internal sealed record SdkError(string Class, int? Status, string? Code, string Message, string? RetryAfter);
