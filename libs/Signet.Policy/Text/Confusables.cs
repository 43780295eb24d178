using System.Collections.Frozen;
using System.Text;

namespace Signet.Policy.Text;

/// <summary>
/// What looks alike: the prototypes of UTS #39 from the published table, and after them a short list of letters that people write for
/// Latin ones all the same. Read at first use.
/// </summary>
internal static class Confusables
{
    private static readonly FrozenDictionary<int, string> Prototypes = Read("confusables.txt.gz");
    private static readonly FrozenDictionary<int, string> Resembling = Read("resembling.txt");

    /// <summary>The prototype of a code point, or null when it is its own.</summary>
    internal static string? Prototype(int codePoint) => Prototypes.GetValueOrDefault(codePoint);

    /// <summary>The Latin letter that stands for a code point that has no Latin prototype, or null.</summary>
    internal static string? Resembled(int codePoint) => Resembling.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, string> Read(string name)
    {
        Dictionary<int, string> table = [];
        foreach (string line in UnicodeData.Lines(name))
        {
            string[] fields = line.Split(';');
            StringBuilder target = new();
            foreach (string part in fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                target.Append(new Rune(UnicodeData.CodePoint(part)).ToString());
            }

            table[UnicodeData.CodePoint(fields[0])] = target.ToString();
        }

        return table.ToFrozenDictionary();
    }
}
