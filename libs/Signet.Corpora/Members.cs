using System.Text.Json;

namespace Signet.Corpora;

/// <summary>The members of a JSON object, each with a meaning or an error.</summary>
internal readonly struct Members
{
    private readonly JsonElement _object;

    public Members(JsonElement value, params ReadOnlySpan<string> known)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new CorpusException("an object is wanted");
        }

        _object = value;
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw new CorpusException($"{member.Name} has no meaning here");
            }
        }
    }

    public JsonElement? Find(string name) => _object.TryGetProperty(name, out var value) ? value : null;

    public string? Text(string name) => Find(name)?.GetString();

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw new CorpusException($"{name} is missing");

    public IReadOnlyList<string>? Texts(string name) =>
        Find(name) is { } value ? [.. value.EnumerateArray().Select(item => item.GetString() ?? throw new CorpusException($"{name} holds null"))] : null;

    public int? Number(string name) => Find(name) is { } value
        ? value.TryGetInt32(out var number) && number is >= 0 and <= 4_000_000 ? number : throw new CorpusException($"{name} isn't a number up to 4,000,000")
        : null;

    public T? Choice<T>(string name, Func<string, T?> find)
        where T : struct => Text(name) is { } text ? find(text) ?? throw new CorpusException($"{name} is none of its words") : null;
}
