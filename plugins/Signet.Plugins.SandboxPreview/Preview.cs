using System.Text.Json;
using Signet.Policy.Content;

namespace Signet.Plugins.SandboxPreview;

/// <summary>What a trial showed: <c>{"ok":true,"effects":["mail.draft"]}</c>.</summary>
internal sealed record Preview
{
    private const int MaxEffects = 64;
    private const int MaxEffectLength = 64;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 3,
    };

    /// <summary>True when the call could be tried out from beginning to end.</summary>
    public required bool Ok { get; init; }

    /// <summary>What it did, in the sandbox's words: <c>[a-z][a-z0-9_.-]{0,63}</c> each, at most 64.</summary>
    public required IReadOnlyList<string> Effects { get; init; }

    /// <summary>What the sandbox is asked: the tool's name and the arguments as the model wrote them.</summary>
    internal static byte[] Ask(ToolCall call) =>
        JsonSerializer.SerializeToUtf8Bytes(new { version = 1, tool = call.Name, arguments = call.Arguments });

    /// <summary>Reads an answer; null when it is none.</summary>
    internal static Preview? Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize<Preview>(octets, Strict) is { } preview && preview.Effects.Count <= MaxEffects
                && preview.Effects.All(IsEffect) ? preview : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsEffect(string? effect) =>
        effect is { Length: >= 1 and <= MaxEffectLength } && char.IsAsciiLetterLower(effect[0])
        && effect.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or '-');
}
