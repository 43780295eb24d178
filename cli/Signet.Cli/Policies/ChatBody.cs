using System.Text;
using System.Text.Json.Nodes;

namespace Signet.Cli.Policies;

/// <summary>The smallest chat request.</summary>
internal static class ChatBody
{
    public static byte[] Of(string model, string text) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["model"] = model,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
    }.ToJsonString());
}
