using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>Writes a JSON patch (RFC 6902), and does what it says to a copy as it goes.</summary>
internal sealed class PatchWriter(JsonObject original)
{
    /// <summary>Stands for the place behind a list's last item.</summary>
    public const string End = "-";

    public JsonArray Operations { get; } = [];

    public JsonObject Result { get; } = (JsonObject)original.DeepClone();

    /// <summary>Adds a member or inserts an item. The parent must be there.</summary>
    public void Add(IEnumerable<string> path, JsonNode value) => Write("add", path, value);

    public void Replace(IEnumerable<string> path, JsonNode value) => Write("replace", path, value);

    /// <summary>Adds members to an object that may not be there yet.</summary>
    public void Merge(IReadOnlyList<string> path, IEnumerable<KeyValuePair<string, string>> members)
    {
        if (Find(path) is not JsonObject)
        {
            Add(path, new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))));
            return;
        }

        foreach (var (name, value) in members)
        {
            Add([.. path, name], value);
        }
    }

    /// <summary>Adds items to a list that may not be there yet, at its end or its start.</summary>
    public void Extend(IReadOnlyList<string> path, IReadOnlyList<JsonNode> items, bool atStart = false)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (Find(path) is not JsonArray)
        {
            Add(path, new JsonArray([.. items]));
            return;
        }

        foreach (var item in items)
        {
            Add([.. path, atStart ? "0" : End], item);
        }
    }

    private static string Pointer(IEnumerable<string> path) =>
        string.Concat(path.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private void Write(string operation, IEnumerable<string> path, JsonNode value)
    {
        var steps = path.ToList();
        Operations.Add(new JsonObject { ["op"] = operation, ["path"] = Pointer(steps), ["value"] = value.DeepClone() });
        switch (Find(steps[..^1]))
        {
            case JsonObject parent:
                parent[steps[^1]] = value;
                break;
            case JsonArray list when operation == "replace":
                list[Index(steps[^1])] = value;
                break;
            case JsonArray list:
                list.Insert(steps[^1] == End ? list.Count : Index(steps[^1]), value);
                break;
            default:
                throw new InvalidOperationException("What a patch is for is not there.");
        }
    }

    private JsonNode? Find(IEnumerable<string> path) => path.Aggregate((JsonNode?)Result, (node, step) => node switch
    {
        JsonObject parent => parent[step],
        JsonArray list => list[Index(step)],
        _ => null,
    });

    private static int Index(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
