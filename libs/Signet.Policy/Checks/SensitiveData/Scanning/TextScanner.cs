using Signet.Policy.Checks.SensitiveData.Detectors;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>
/// Walks over a text from anchor to anchor and asks the detectors. Two searches run side by side, one for literals, one for marks and
/// digits; each stops at the first anchor that can't be decided and goes on from there when more of the text is known. What is found
/// is therefore the same however the text comes in pieces. Belongs to one text; not safe for concurrent use.
/// </summary>
internal sealed class TextScanner(DetectorSet detectors)
{
    private const int AnchorsBetweenLooksAtBudget = 1024;

    private const int MaxLeadingLetters = 3;

    // Hardly a text has more findings; the memory for more is given back.
    private const int MaxKept = 1024;

    private int _literalFrom;
    private int _markFrom;
    private CpuBudget? _budget;

    /// <summary>What has been found and not yet been taken; in no particular order.</summary>
    internal List<Finding> Findings { get; } = [];

    /// <summary>Nothing that is still to be found starts before this position.</summary>
    internal int Safe { get; private set; }

    /// <summary>Everything before this position has been decided.</summary>
    internal int Decided => Math.Min(_literalFrom, _markFrom);

    /// <summary>How often a detector has been asked: what the work on a text grows with.</summary>
    internal long Asked { get; private set; }

    /// <summary>Searches what hasn't been decided yet.</summary>
    internal void Scan(in Window window)
    {
        ScanLiterals(window);
        ScanMarks(window);
        Safe = window.IsComplete ? window.Text.Length : Math.Max(Safe, Math.Min(StartOfRun(window.Text, _literalFrom), StartOfNumber(window, _markFrom)));
    }

    /// <summary>Takes the first <paramref name="count"/> characters as gone; they must be before <see cref="Safe"/>.</summary>
    internal void Forget(int count)
    {
        _literalFrom -= count;
        _markFrom -= count;
        Safe -= count;
        for (int i = 0; i < Findings.Count; i++)
        {
            Findings[i] = Findings[i] with { Start = Findings[i].Start - count, End = Findings[i].End - count };
        }
    }

    /// <summary>Starts over with another text, in the processor time of its request.</summary>
    internal void Restart(CpuBudget budget)
    {
        _budget = budget;
        (_literalFrom, _markFrom, Safe) = (0, 0, 0);
        Findings.Clear();
    }

    /// <summary>Forgets the text, before another one comes at some time.</summary>
    internal void Rest()
    {
        _budget = null;
        Findings.Clear();
        if (Findings.Capacity > MaxKept)
        {
            Findings.Capacity = 0;
        }
    }

    /// <summary>Where the run without white space around a position starts, if not further back than a detector looks.</summary>
    private static int StartOfRun(ReadOnlySpan<char> text, int position)
    {
        int from = Math.Max(0, position - Window.Behind);
        return from + text[from..position].LastIndexOfAny(Characters.Space) + 1;
    }

    /// <summary>The same, with a word of up to three letters and the space behind it: a number in groups may begin so.</summary>
    private static int StartOfNumber(in Window window, int position)
    {
        ReadOnlySpan<char> text = window.Text;
        int start = StartOfRun(text, position);
        if (start == 0 || text[start - 1] != ' ')
        {
            return start;
        }

        int word = start - 1;
        while (word > 0 && start - word <= MaxLeadingLetters + 1 && char.IsAsciiLetter(text[word - 1]))
        {
            word--;
        }

        return start - 1 - word <= MaxLeadingLetters && Boundary.StartsAlone(window, word) ? word : start;
    }

    private void ScanLiterals(in Window window)
    {
        ReadOnlySpan<char> text = window.Text;
        if (detectors.LiteralAnchors is not { } anchors)
        {
            _literalFrom = text.Length;
            return;
        }

        // A literal that the end cuts in two has no white space before its last character.
        int cut = window.IsComplete ? text.Length : Math.Max(_literalFrom, StartOfRun(text, text.Length));
        while (true)
        {
            int next = text[_literalFrom..].IndexOfAny(anchors);
            if (next < 0 || (_literalFrom + next > text.Length - detectors.MaxLiteral && !window.IsComplete))
            {
                // A longer literal may start earlier, or in the same place, and isn't complete yet.
                _literalFrom = next < 0 ? cut : Math.Max(_literalFrom, Math.Min(_literalFrom + next, cut));
                return;
            }

            _literalFrom += next;
            int known = Findings.Count;
            foreach ((string literal, int rule, Detector detector) in detectors.AtLiteral(text[_literalFrom]))
            {
                if (text[_literalFrom..].StartsWith(literal, StringComparison.Ordinal)
                    && IsUndecided(window, detector, rule, _literalFrom, known))
                {
                    return;
                }
            }

            _literalFrom++;
        }
    }

    private void ScanMarks(in Window window)
    {
        ReadOnlySpan<char> text = window.Text;
        while (true)
        {
            int next = text[_markFrom..].IndexOfAny(detectors.MarkAnchors);
            if (next < 0)
            {
                _markFrom = text.Length;
                return;
            }

            _markFrom += next;
            if (char.IsAsciiDigit(text[_markFrom]))
            {
                if (!TryScanWord(window))
                {
                    return;
                }

                continue;
            }

            int known = Findings.Count;
            foreach ((int rule, Detector detector) in detectors.AtMark(text[_markFrom]))
            {
                if (IsUndecided(window, detector, rule, _markFrom, known))
                {
                    return;
                }
            }

            _markFrom++;
        }
    }

    /// <summary>Asks about the word around a digit; false when that is undecided.</summary>
    private bool TryScanWord(in Window window)
    {
        int before = window.RunBefore(_markFrom, Characters.Word, DetectorSet.MaxWord + 1);
        bool isWhole = window.TryRun(_markFrom, Characters.Word, DetectorSet.MaxWord, out int behind);
        if (!isWhole && before + behind <= DetectorSet.MaxWord)
        {
            return false;
        }

        int known = Findings.Count;
        int start = _markFrom - before;
        foreach ((int rule, Detector detector) in detectors.AtWord(before + behind))
        {
            if (IsUndecided(window, detector, rule, start, known))
            {
                return false;
            }
        }

        _markFrom = Math.Min(_markFrom + behind, window.Text.Length);
        return true;
    }

    /// <summary>Asks a detector. An anchor that is undecided will be asked again, so what was found there is dropped.</summary>
    private bool IsUndecided(in Window window, Detector detector, int rule, int at, int known)
    {
        if (++Asked % AnchorsBetweenLooksAtBudget == 0)
        {
            _budget?.ThrowIfSpent();
        }

        Verdict verdict = detector.Find(window, at, out int start, out int end);
        if (verdict == Verdict.Undecided)
        {
            Findings.RemoveRange(known, Findings.Count - known);
            return true;
        }

        if (verdict != Verdict.None)
        {
            Findings.Add(new Finding(rule, start, end, verdict == Verdict.TooLong));
        }

        return false;
    }
}
