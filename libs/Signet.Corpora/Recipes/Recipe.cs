using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>
/// How a text is made from a plain one: placeholders are filled, the encodings follow one another, the frame goes around it, and filler
/// before and after. The plain text stands in the file, so that people can read what is being hidden.
/// </summary>
internal sealed record Recipe(IReadOnlyList<string> Encodings, string? Frame, int FillBefore, int FillAfter)
{
    private const string Hole = "{}";

    public static Recipe None { get; } = new([], null, 0, 0);

    public static Recipe Read(Members members, Recipe given)
    {
        var recipe = new Recipe(
            members.Texts("encode") ?? given.Encodings,
            members.Text("frame") ?? given.Frame,
            members.Number("fill_before") ?? given.FillBefore,
            members.Number("fill_after") ?? given.FillAfter);
        if (recipe.Encodings.FirstOrDefault(name => EncodingTable.Find(name) is null) is { } unknown)
        {
            throw new CorpusException($"{unknown} is not an encoding");
        }

        return recipe.Frame is { } frame && !frame.Contains(Hole, StringComparison.Ordinal)
            ? throw new CorpusException("frame has no {}")
            : recipe;
    }

    public string Make(string text)
    {
        var octets = Encoding.UTF8.GetBytes(Placeholders.Fill(text));
        foreach (var name in Encodings)
        {
            octets = EncodingTable.Find(name)!(octets);
        }

        var made = Encoding.UTF8.GetString(octets);
        return Filler.Of(FillBefore) + (Frame?.Replace(Hole, made, StringComparison.Ordinal) ?? made) + Filler.Of(FillAfter);
    }
}
