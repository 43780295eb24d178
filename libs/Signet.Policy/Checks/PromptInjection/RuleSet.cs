using Signet.Policy.Decoding;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>The built-in rules, compiled once for all checks of a process. Immutable.</summary>
internal sealed class RuleSet
{
    private const int AnchorLetters = 9;

    private static readonly Lazy<RuleSet> Shared = new(() => new RuleSet(RuleFile.ReadAll()));

    private RuleSet(IReadOnlyList<RuleFile> files)
    {
        RuleWord[] latin = [.. files.Where(file => file.IsLatin).SelectMany(file => file.Words)];
        Latin = new Lexicon(latin, TextFold.Skeleton) { Merged = new(() => new Lexicon(latin, TextFold.Skeleton).Refold(TextFold.Merged)) };
        Other = new Lexicon(files.Where(file => !file.IsLatin).SelectMany(file => file.Words), TextFold.Plain);
        Cipher = new CipherDecoder(Anchors(latin));
    }

    internal static RuleSet BuiltIn => Shared.Value;

    /// <summary>Rules in Latin script.</summary>
    internal Lexicon Latin { get; }

    /// <summary>Rules in other scripts.</summary>
    internal Lexicon Other { get; }

    /// <summary>Finds words of the rules in Latin script that are enciphered.</summary>
    internal CipherDecoder Cipher { get; }

    /// <summary>
    /// Beginnings of words, so chosen that wherever a rule holds one of them stands: of a pair its second halves, and its first ones when a
    /// second half is too short.
    /// </summary>
    private static IEnumerable<string> Anchors(RuleWord[] words)
    {
        HashSet<InjectionRule> shortSeconds =
            [.. words.Where(word => word.Part is RulePart.Second or RulePart.WeakSecond && Letters(word).Length < CipherDecoder.MinLetters).Select(word => word.Rule)];
        return words.Where(word => word.Part is not (RulePart.First or RulePart.Speaker) || shortSeconds.Contains(word.Rule))
            .SelectMany(word => new[] { Letters(word), UnmarkedLetters(word) })
            .Where(letters => letters.Length >= CipherDecoder.MinLetters)
            .Select(letters => letters[..Math.Min(letters.Length, AnchorLetters)]);
    }

    // A cipher leaves letters with marks as they are, so the others are what stays of a word.
    private static string UnmarkedLetters(RuleWord word) => string.Concat(word.Text.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private static string Letters(RuleWord word) => string.Concat(TextFold.Plain.Fold(word.Text).Where(char.IsAsciiLetterLower));
}
