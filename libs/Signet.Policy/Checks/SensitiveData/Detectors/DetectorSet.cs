using System.Buffers;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>The detectors of one direction, by what they are anchored at. Immutable and safe for concurrent use.</summary>
internal sealed class DetectorSet
{
    /// <summary>A longer run of letters and digits is no number that a person has.</summary>
    internal const int MaxWord = 64;

    private readonly (string Literal, int Rule, Detector Detector)[][] _literals = new (string, int, Detector)[128][];
    private readonly (int Rule, Detector Detector)[][] _marks = new (int, Detector)[128][];
    private readonly (int Rule, Detector Detector)[][] _words = new (int, Detector)[MaxWord + 1][];

    internal DetectorSet(IReadOnlyList<(int Rule, Detector Detector)> detectors)
    {
        List<string> literals = [.. detectors.SelectMany(entry => entry.Detector.Literals).Distinct()];
        LiteralAnchors = literals.Count == 0 ? null : SearchValues.Create([.. literals], StringComparison.Ordinal);
        MaxLiteral = literals.Count == 0 ? 1 : literals.Max(literal => literal.Length);
        string marks = string.Concat(detectors.SelectMany(entry => entry.Detector.Marks).Distinct());
        bool hasWords = detectors.Any(entry => entry.Detector.WordLengths.Any());
        MarkAnchors = SearchValues.Create(marks + (hasWords ? Characters.DigitList : ""));
        for (int c = 0; c < 128; c++)
        {
            _literals[c] =
            [
                .. detectors.SelectMany(entry => entry.Detector.Literals
                    .Where(literal => literal[0] == c).Select(literal => (literal, entry.Rule, entry.Detector))),
            ];
            _marks[c] = [.. detectors.Where(entry => entry.Detector.Marks.Contains((char)c, StringComparison.Ordinal))];
        }

        for (int length = 0; length <= MaxWord; length++)
        {
            _words[length] = [.. detectors.Where(entry => entry.Detector.WordLengths.Contains(length))];
        }
    }

    /// <summary>The literals; null for none.</summary>
    internal SearchValues<string>? LiteralAnchors { get; }

    /// <summary>The length of the longest literal.</summary>
    internal int MaxLiteral { get; }

    /// <summary>The marks, and the digits when a word is an anchor.</summary>
    internal SearchValues<char> MarkAnchors { get; }

    internal ReadOnlySpan<(string Literal, int Rule, Detector Detector)> AtLiteral(char first) => _literals[first];

    internal ReadOnlySpan<(int Rule, Detector Detector)> AtMark(char mark) => _marks[mark];

    internal ReadOnlySpan<(int Rule, Detector Detector)> AtWord(int length) => length <= MaxWord ? _words[length] : [];
}
