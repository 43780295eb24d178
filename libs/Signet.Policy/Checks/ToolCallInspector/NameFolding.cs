using System.Text;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>
/// Folds names of members and of tools as the most generous readers do that don't tell cases apart: for some of them the Kelvin sign is a k,
/// the long s an s, and i with a dot or without one an i.
/// </summary>
internal static class NameFolding
{
    internal static string Fold(string name)
    {
        StringBuilder folded = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            folded.Append(rune.Value switch
            {
                0x0130 or 0x0131 => new Rune('I'),
                0x017F => new Rune('S'),
                0x212A => new Rune('K'),

                // By way of lower case, since several capitals may share one.
                _ => Rune.ToUpperInvariant(Rune.ToLowerInvariant(rune)),
            });
        }

        return folded.ToString();
    }
}
