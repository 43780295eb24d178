using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>An event of a stream.</summary>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="Json">Its data; null for the word <c>[DONE]</c>.</param>
public sealed record StreamEvent(string Name, JsonObject? Json)
{
    public const string DoneWord = "[DONE]";

    public static readonly StreamEvent Done = new("", null);
}
