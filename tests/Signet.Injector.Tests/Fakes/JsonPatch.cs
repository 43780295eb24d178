using System.Globalization;
using System.Text.Json.Nodes;

namespace Signet.Injector.Tests.Fakes;

/// <summary>Applies a JSON patch as RFC 6902 says, with nothing of the injector's: <c>add</c>, <c>replace</c> and <c>test</c>.</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject document, JsonArray patch)
    {
        var result = (JsonObject)document.DeepClone();
        foreach (var operation in patch)
        {
            var steps = ((string)operation!["path"]!).Split('/')[1..].Select(step => step.Replace("~1", "/").Replace("~0", "~")).ToArray();
            var parent = steps[..^1].Aggregate((JsonNode)result, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node.AsObject()[step]!);
            var value = operation["value"]?.DeepClone();
            var last = steps[^1];
            switch ((string)operation["op"]!, parent)
            {
                case ("add", JsonArray list) when last == "-":
                    list.Add(value);
                    break;
                case ("add", JsonArray list):
                    list.Insert(int.Parse(last, CultureInfo.InvariantCulture), value);
                    break;
                case ("add", JsonObject members):
                    members[last] = value;
                    break;
                case ("replace", JsonArray list):
                    list[int.Parse(last, CultureInfo.InvariantCulture)] = value;
                    break;
                case ("replace", JsonObject members):
                    Assert.True(members.ContainsKey(last));
                    members[last] = value;
                    break;
                case ("test", _):
                    if (!JsonNode.DeepEquals(parent[last], value))
                    {
                        throw new InvalidOperationException("A test fails.");
                    }

                    break;
                default:
                    Assert.Fail("An operation that the injector doesn't need.");
                    break;
            }
        }

        return result;
    }
}
