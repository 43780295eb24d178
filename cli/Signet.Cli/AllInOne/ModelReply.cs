namespace Signet.Cli.AllInOne;

/// <summary>What the development model answers: text, or one tool call.</summary>
/// <param name="Text">The text; empty for a tool call.</param>
/// <param name="Tool">The tool, or null.</param>
/// <param name="Arguments">The tool's arguments.</param>
/// <param name="InputCharacters">Characters that it read.</param>
internal sealed record ModelReply(string Text, string? Tool, string Arguments, int InputCharacters)
{
    private const int CharactersPerToken = 4;

    public string FinishReason => Tool is null ? "stop" : "tool_calls";

    public int InputTokens => (InputCharacters / CharactersPerToken) + 1;

    public int OutputTokens => ((Text.Length + Arguments.Length) / CharactersPerToken) + 1;
}
