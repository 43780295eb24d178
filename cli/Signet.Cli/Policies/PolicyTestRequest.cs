using System.Text.Json;
using Signet.Gateway;

namespace Signet.Cli.Policies;

/// <summary>A request of a test: a whole body, or a user's text from which the smallest chat request is made.</summary>
internal sealed record PolicyTestRequest
{
    public string Method { get; init; } = "POST";

    public string Path { get; init; } = "/v1/chat/completions";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string Model { get; init; } = "any-model";

    public string? Text { get; init; }

    public JsonElement? Body { get; init; }

    public string? Upstream { get; init; }

    public PolicyTrialRequest ToTrial() => new()
    {
        Method = Method.ToUpperInvariant(),
        Path = Path,
        Headers = [.. Headers],
        Body = Body is { } body ? JsonSerializer.SerializeToUtf8Bytes(body) : ChatBody.Of(Model, Text ?? "Hello."),
        Upstream = Upstream,
    };
}
