using System.Text.Json;
using System.Text.RegularExpressions;
using Signet.Corpora.Recipes;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Corpora;

/// <summary>Reads a family's head and then its cases; what a case doesn't say, the head says.</summary>
internal sealed partial class FamilyReader
{
    private readonly string _name;
    private readonly FamilySort _sort;
    private readonly IReadOnlyList<string> _checks;
    private readonly string _language;
    private readonly string _notes;
    private readonly Decision _expected;
    private readonly Recipe _recipe;
    private readonly ContentRole _role;
    private readonly ContentKind _kind;
    private readonly IReadOnlyDictionary<string, string?> _headers;
    private readonly List<CorpusCase> _cases = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public FamilyReader(JsonElement head)
    {
        var members = new Members(
            head, "family", "sort", "checks", "language", "notes", "expect", "role", "kind", "headers", "encode", "frame", "fill_before", "fill_after");
        _name = members.Required("family");
        if (!NamePattern().IsMatch(_name))
        {
            throw new CorpusException("family must match [a-z][a-z0-9-]{0,63}");
        }

        _sort = members.Choice("sort", Words.Sort) ?? throw new CorpusException("sort is missing");
        _checks = members.Texts("checks") ?? [];
        _language = members.Required("language");
        _notes = members.Required("notes");
        _expected = members.Choice("expect", Words.Expectation) ?? (_sort == FamilySort.Benign ? Decision.Allow : Decision.Escalate);
        _recipe = Recipe.Read(members, Recipe.None);
        _role = members.Choice("role", Words.Role) ?? ContentRole.User;
        _kind = members.Choice("kind", Words.Kind) ?? ContentKind.Text;
        _headers = Headers(members) ?? new Dictionary<string, string?>();
    }

    public void Add(JsonElement line)
    {
        var members = new Members(
            line, "id", "text", "items", "answer", "call", "expect", "role", "kind", "headers", "encode", "frame", "fill_before", "fill_after");
        var id = members.Required("id");
        if (!_ids.Add(id))
        {
            throw new CorpusException($"the id {id} stands twice");
        }

        var recipe = Recipe.Read(members, _recipe);
        var answer = members.Text("answer");
        var call = members.Find("call") is { } value ? Call(value) : null;
        var content = Content(members, recipe);
        if (answer is null && call is null && content.Count == 0)
        {
            throw new CorpusException("text, items, answer or call is missing");
        }

        _cases.Add(new CorpusCase
        {
            Id = $"{_name}/{id}",
            Headers = Headers(members) ?? _headers,
            Content = content.Count > 0 ? content : [Item(ContentRole.User, ContentKind.Text, 0, "Please go on.")],
            Answer = answer is null ? null : recipe.Make(answer),
            Call = call,
            Expected = members.Choice("expect", Words.Expectation) ?? _expected,
        });
    }

    public CorpusFamily Build() => new()
    {
        Name = _name,
        Sort = _sort,
        Checks = _checks,
        Language = _language,
        Notes = _notes,
        Cases = _cases.Count > 0 ? _cases : throw new CorpusException("a family without cases"),
    };

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$")]
    private static partial Regex NamePattern();

    private static Dictionary<string, string?>? Headers(Members members) =>
        members.Find("headers")?.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString(), StringComparer.OrdinalIgnoreCase);

    private static ContentItem Item(ContentRole role, ContentKind kind, int index, string text) => new()
    {
        Role = role,
        Kind = kind,
        Direction = ContentDirection.Request,
        Index = index,
        Location = kind == ContentKind.ToolDefinition ? $"/tools/{index}/function/description" : $"/messages/{index}/content",
        Text = text,
    };

    /// <summary>Arguments that are an object are written as JSON; a text stands for arguments as the model wrote them.</summary>
    private static ToolCall Call(JsonElement value)
    {
        var members = new Members(value, "name", "arguments");
        var arguments = members.Find("arguments") is not { } given ? "{}" : given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText();
        return new ToolCall { Choice = 0, Index = 0, CallId = "call_0", Name = members.Required("name"), Arguments = Placeholders.Fill(arguments) };
    }

    private List<ContentItem> Content(Members members, Recipe recipe)
    {
        var role = members.Choice("role", Words.Role) ?? _role;
        var kind = members.Choice("kind", Words.Kind) ?? _kind;
        List<ContentItem> items = [];
        if (members.Text("text") is { } text)
        {
            items.Add(Item(role, kind, 0, recipe.Make(text)));
        }

        if (members.Find("items") is { } list)
        {
            foreach (var element in list.EnumerateArray())
            {
                var item = new Members(element, "text", "role", "kind", "encode", "frame", "fill_before", "fill_after");
                items.Add(Item(
                    item.Choice("role", Words.Role) ?? role,
                    item.Choice("kind", Words.Kind) ?? kind,
                    items.Count,
                    Recipe.Read(item, recipe).Make(item.Text("text") ?? throw new CorpusException("an item without text"))));
            }
        }

        return items;
    }
}
