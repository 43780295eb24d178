using System.Collections.Frozen;
using System.Globalization;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Reads a file of rules. Lines, in order of their use:
/// <list type="bullet">
/// <item><c>script latin</c> or <c>script other</c>: whether letters that look like Latin ones count as these.</item>
/// <item><c>define NAME = words</c>: a list that <c>near</c>, <c>mark</c> and <c>unless</c> can name.</item>
/// <item><c>rule LABEL high|medium|low [indirect]</c>: the lines up to the next one are its own.</item>
/// <item><c>phrase</c>, <c>token</c> (with its punctuation), <c>upper</c> (an acronym, with its <c>context</c>): each is enough by itself.</item>
/// <item><c>pair N</c>: a word of <c>first</c>, at most N letters and no end of a sentence, a word of <c>then</c>; what stands between is made of the
/// words of <c>near</c>, or holds one of <c>mark</c>; <c>mark *</c> is held by anything. A word of <c>weak</c> needs both, the latter from
/// <c>weakmark</c>, else <c>mark</c>. <c>speaker</c> is a <c>first</c> that begins a line and has a colon behind it, and sentences may end before
/// the other half.</item>
/// <item><c>unless</c>: words right before it that turn it round.</item>
/// </list>
/// Words are separated by commas; an underscore at an end means the edge of a word. Case, marks, spaces and punctuation don't matter.
/// </summary>
internal sealed class RuleFile
{
    private readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal);
    private readonly List<RuleWord> _words = [];
    private InjectionRule? _rule;

    private RuleFile(string name)
    {
        foreach (string line in Lines(name))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            Read(line[..space], line[(space + 1)..].Trim());
        }
    }

    /// <summary>True when letters that look like Latin ones count as these.</summary>
    internal bool IsLatin { get; private set; }

    internal IReadOnlyList<RuleWord> Words => _words;

    private TextFold TextFold => IsLatin ? TextFold.Skeleton : TextFold.Plain;

    /// <summary>Reads every file of this assembly.</summary>
    internal static IReadOnlyList<RuleFile> ReadAll() =>
        [.. typeof(RuleFile).Assembly.GetManifestResourceNames().Where(IsRules).Order(StringComparer.Ordinal).Select(name => new RuleFile(name))];

    private static bool IsRules(string name) => name.EndsWith(".rules", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string name)
    {
        using StreamReader reader = new(typeof(RuleFile).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } said && !line.StartsWith('#'))
            {
                yield return said;
            }
        }
    }

    private void Read(string keyword, string rest)
    {
        switch (keyword)
        {
            case "script":
                IsLatin = rest == "latin";
                break;
            case "define":
                string[] halves = rest.Split('=', 2, StringSplitOptions.TrimEntries);
                _lists.Add(halves[0], halves[1]);
                break;
            case "rule":
                string[] parts = rest.Split(' ');
                _rule = new InjectionRule
                {
                    Label = parts[0],
                    Severity = Enum.Parse<Severity>(parts[1], ignoreCase: true),
                    IsIndirect = parts is [_, _, "indirect"],
                };
                break;
            default:
                ReadRule(_rule ?? throw new FormatException("A line stands before its rule."), keyword, rest);
                break;
        }
    }

    private void ReadRule(InjectionRule rule, string keyword, string rest)
    {
        switch (keyword)
        {
            case "pair":
                rule.Gap = int.Parse(rest, CultureInfo.InvariantCulture);
                break;
            case "near":
                rule.Fillers = Fold(rest).ToFrozenSet(StringComparer.Ordinal);
                break;
            case "mark":
                rule.Marks = [.. Fold(rest)];
                break;
            case "weakmark":
                rule.WeakMarks = [.. Fold(rest)];
                break;
            case "unless":
                rule.Negators = [.. Fold(rest)];
                break;
            case "context":
                rule.Context = [.. Fold(rest)];
                break;
            default:
                rule.SpansSentences |= keyword == "speaker";
                _words.AddRange(Split(rest).Select(word => Word(rule, Part(keyword), word)));
                break;
        }
    }

    private RuleWord Word(InjectionRule rule, RulePart part, string word)
    {
        bool edges = part != RulePart.Token;
        string folded = TextFold.Fold(word);
        return folded.Length > 1
            ? new RuleWord(rule, part, word, folded, edges && word.StartsWith('_'), edges && word.EndsWith('_'))
            : throw new FormatException($"\"{word}\" is too short.");
    }

    private static RulePart Part(string keyword) => keyword switch
    {
        "phrase" => RulePart.Phrase,
        "token" => RulePart.Token,
        "upper" => RulePart.Acronym,
        "first" => RulePart.First,
        "speaker" => RulePart.Speaker,
        "then" => RulePart.Second,
        "weak" => RulePart.WeakSecond,
        _ => throw new FormatException($"\"{keyword}\" isn't known."),
    };

    private IEnumerable<string> Fold(string words) =>
        Split(words).SelectMany(word => _lists.TryGetValue(word, out string? list) ? Split(list) : [word]).Select(word => TextFold.Fold(word));

    private static string[] Split(string words) => words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
