using System.Text.RegularExpressions;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>
/// The part of one channel that one rule hasn't decided yet. What is found depends on the text alone and never on how it comes in pieces,
/// because the expression runs only at points that the text fixes:
/// <list type="number">
/// <item>Text is cut into runs of characters of the rule's alphabet; no match reaches over the end of a run.</item>
/// <item>A run that ends is searched as a whole, with the character before it and the one behind it in view for word boundaries.</item>
/// <item>A run that grows beyond the longest match by a step is searched early; what starts in the first step is decided, because
/// the longest match and one more character are in view, and the rest stays.</item>
/// </list>
/// Only the open run is held back: nothing while the text is of other characters, and never more than the longest match, a quarter
/// of it (at least 16) and two. Belongs to one channel; not safe for concurrent use.
/// </summary>
internal sealed class RuleWindow
{
    private readonly CompiledRule _rule;
    private readonly int _step;
    private readonly int _capacity;

    // One character of context, unless the text starts here, then the open run.
    private char[] _text = [];
    private int _length;
    private int _from;
    private long _start;

    internal RuleWindow(CompiledRule rule)
    {
        _rule = rule;
        _step = Math.Max(16, rule.Rule.MaxLength / 4);
        _capacity = rule.Rule.MaxLength + _step + 2;
    }

    /// <summary>The length of the open run.</summary>
    internal int Held => _length - _from;

    internal void Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        while (!text.IsEmpty)
        {
            if (Held == 0)
            {
                int idle = _rule.Alphabet.Idle(text);
                Skip(text[..idle]);
                text = text[idle..];
            }

            int members = _rule.Alphabet.IndexOfOther(text);
            if (Held == 0 && members >= 0 && !_rule.Alphabet.MayMatch(text[..(members + 1)]))
            {
                // A whole run without a match: nothing of it needs keeping but what ends it.
                Skip(text[..(members + 1)]);
                text = text[(members + 1)..];
                continue;
            }

            ReadOnlySpan<char> run = members < 0 ? text : text[..members];
            while (!run.IsEmpty)
            {
                int fits = Math.Min(run.Length, _capacity - Held);
                Append(run[..fits]);
                run = run[fits..];
                if (Held == _capacity)
                {
                    Decide(_from + _step, sink);
                }
            }

            if (members < 0)
            {
                return;
            }

            // What ends the run is in view when it is decided, and is the context of the next one.
            if (Held > 0)
            {
                Append(text.Slice(members, 1));
                Decide(_length, sink);
            }
            else
            {
                Skip(text.Slice(members, 1));
            }

            text = text[(members + 1)..];
        }
    }

    internal void Complete(IInspectionSink sink) => Decide(_length, sink);

    /// <summary>Passes characters that stand in no match while no run is open; the last one is the context of the next run.</summary>
    private void Skip(ReadOnlySpan<char> others)
    {
        if (others.IsEmpty)
        {
            return;
        }

        // No run is open, so the text is at most the old context.
        _start += _length + others.Length - 1;
        (_length, _from) = (0, 0);
        Append(others[^1..]);
        _from = 1;
    }

    /// <summary>Reports what starts before <paramref name="limit"/> and forgets the text up to there.</summary>
    private void Decide(int limit, IInspectionSink sink)
    {
        int decided = _rule.Alphabet.MayMatch(_text.AsSpan(_from, Held)) ? Search(limit, sink) : limit;
        if (decided > 0)
        {
            int kept = decided - 1;
            _text.AsSpan(kept, _length - kept).CopyTo(_text);
            _start += kept;
            _length -= kept;
            _from = 1;
        }
    }

    /// <summary>Reports the matches that start before <paramref name="limit"/>; returns it, or the end of the last of them.</summary>
    private int Search(int limit, IInspectionSink sink)
    {
        int decided = limit;
        foreach (ValueMatch match in _rule.Regex.EnumerateMatches(_text.AsSpan(0, _length), _from))
        {
            if (match.Index >= limit)
            {
                break;
            }

            if (match.Length > 0)
            {
                decided = Math.Max(decided, match.Index + match.Length);
                Report(match, sink);
            }
        }

        return decided;
    }

    private void Report(ValueMatch match, IInspectionSink sink)
    {
        RegexRule rule = _rule.Rule;
        bool isTooLong = match.Length > rule.MaxLength;
        CheckResult result = new()
        {
            Decision = isTooLong ? Decision.Block : rule.Action,
            Reason = isTooLong
                ? $"the answer has a match of the rule {rule.Label} that is too long to hold back"
                : $"the answer matches the rule {rule.Label}",
            Metadata = new Dictionary<string, string> { ["label"] = rule.Label },
        };
        if (result.Decision == Decision.Redact)
        {
            sink.Redact(new TextEdit(_start + match.Index, match.Length, rule.Replacement), result);
        }
        else
        {
            sink.Report(result);
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _text.Length)
        {
            int wanted = Math.Max(_length + text.Length, Math.Max(16, _text.Length * 2));
            Array.Resize(ref _text, Math.Min(wanted, _capacity + 2));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }
}
