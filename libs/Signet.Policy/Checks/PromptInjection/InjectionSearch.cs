using System.Buffers;
using Signet.Policy.Decoding;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Looks for injections in the texts of one request after the other: in the text as it stands, and in what decoding makes of it until one
/// is found that ends the request. Keeps its memory between requests; not safe for concurrent use.
/// </summary>
internal sealed class InjectionSearch
{
    /// <summary>More characters in a row than this that show nothing are a finding of their own.</summary>
    internal const int MaxHidden = 256;

    // Text of these alone folds for phrases as it does for rules, and hides nothing.
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), .. "\t\n\v\f\r"]);

    private static readonly Func<RuleSet, IReadOnlyList<IDecoder>> MakeDecoders = static rules =>
    [
        new EscapeDecoder(), new Base64Decoder(), new HexDecoder(), new LongRunDecoder(), new CodePointDecoder(),
        new UuDecoder(), new PunycodeDecoder(), new HiddenTextDecoder(), rules.Cipher, new Rot47Decoder(),
    ];

    private static readonly InjectionRule HiddenCharacters = new() { Label = "hidden_characters", Severity = Severity.High, IsIndirect = false };

    private readonly InjectionPlan _plan;
    private readonly IReadOnlyList<IDecoder> _decoders;
    private readonly RuleScanner _latin;
    private readonly RuleScanner _other;
    private readonly List<RuleHit> _hits = [];
    private readonly List<int> _literals = [];
    private readonly DecodeWorkspace _workspace = new();
    private readonly RunMemory _memory = new();
    private bool _prefilter;

    internal InjectionSearch(InjectionPlan plan)
    {
        RuleSet rules = RuleSet.BuiltIn;
        _plan = plan;
        _decoders = MakeDecoders(rules);
        _latin = new RuleScanner(plan.Latin);
        _other = new RuleScanner(rules.Other);
    }

    internal RequestText Request { get; } = new();

    /// <summary>The worst finding so far, or null.</summary>
    internal InjectionFinding? Worst { get; private set; }

    /// <summary>True when the budget ended the search before it was through.</summary>
    internal bool IsSpent { get; private set; }

    /// <summary>Searches what <see cref="Request"/> has read.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal void Run(CpuBudget? time, bool prefilter, CancellationToken cancellationToken)
    {
        Worst = null;
        _prefilter = prefilter;
        WorkBudget budget = new(_plan.MaxWork, time);
        Scan(Request.Text, null, budget);
        if (_plan.Decode && !IsFinal)
        {
            try
            {
                Decode(budget, prefilter, cancellationToken);
            }
            finally
            {
                // However it ended: what one request was decoded for isn't known to the next.
                _memory.Clear();
                _workspace.Clear();
            }
        }

        // Between looks at the clock the last of it may have gone: that counts as the policy says, not as a check that never asked.
        IsSpent = budget.IsSpent || time is { IsSpent: true };
    }

    private void Decode(WorkBudget budget, bool prefilter, CancellationToken cancellationToken)
    {
        DecodeQueue queue = new(_decoders, _plan.MaxDepth, budget, prefilter, _workspace, prefilter ? _memory : null, _plan.MaxLetters);
        queue.Start(Request.Memory);
        foreach ((string joined, int start, int end) in Request.Join(_plan.MaxLetters))
        {
            queue.StartJoined(joined, start, end);
        }

        while (!IsFinal && queue.TryTake(out Product product))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Scan(product.Text, product, budget);
            if (!IsFinal)
            {
                queue.Follow(product);
            }
        }
    }

    private bool IsFinal => Worst is { Decision: Decision.Block };

    private void Scan(ReadOnlySpan<char> text, Product? product, WorkBudget budget)
    {
        _hits.Clear();
        if (_plan.UseRules)
        {
            _latin.Scan(text, budget, _hits);
            if (text.IndexOfAnyExceptInRange('\0', '\u036F') >= 0)
            {
                _other.Scan(text, budget, _hits);
                AddHidden(text);
            }
        }

        foreach (RuleHit hit in _hits)
        {
            string how = product is not null ? "" : FoldedText.IsPlain(text[hit.Start..hit.End]) ? "raw" : "normalized";
            Judge(hit.Rule, product, product?.Start ?? hit.Start, product?.End ?? hit.End, how);
        }

        if (_plan.Phrases is { } phrases
            && (!_prefilter || !_plan.UseRules || phrases.Folded is null || _latin.FoundOther || text.ContainsAnyExcept(Plain)))
        {
            ScanPhrases(phrases, text, product);
        }
    }

    /// <summary>The policy's own phrases are looked for over the whole text, spaces and hidden characters aside.</summary>
    private void ScanPhrases(InjectionPlan.PhraseList phrases, ReadOnlySpan<char> text, Product? product)
    {
        LiteralMatcher matcher = new(phrases.Automaton, phrases.Literals);
        _literals.Clear();
        int position = 0;
        foreach (Range line in text.Split('\n'))
        {
            int before = _literals.Count;
            (int offset, int length) = line.GetOffsetAndLength(text.Length);
            matcher.Push(text.Slice(offset, length), _literals);
            matcher.Separate(_literals);
            position = offset + length;
            for (int i = before; i < _literals.Count; i++)
            {
                int start = Math.Max(0, position - FoldedText.MaxSpan);
                Judge(phrases.Rules[_literals[i]], product, product?.Start ?? start, product?.End ?? position, product is null ? "normalized" : "");
            }
        }

        if (matcher.FoundHiddenRun)
        {
            Judge(HiddenCharacters, product, product?.Start ?? 0, product?.End ?? position, "raw");
        }
    }

    private void AddHidden(ReadOnlySpan<char> text)
    {
        int run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isHidden = c >= 128 && (DefaultIgnorables.Contains(c) || (c is >= '\uDC00' and <= '\uDFFF' && i > 0 && text[i - 1] == '\uDB40')
                || (c == '\uDB40'));
            run = isHidden ? run + 1 : 0;
            if (run > MaxHidden)
            {
                _hits.Add(new RuleHit(HiddenCharacters, i - MaxHidden, i + 1));
                return;
            }
        }
    }

    private void Judge(InjectionRule rule, Product? product, int start, int end, string how)
    {
        int sources = Request.SourcesOf(start, end);
        for (ContentSource source = ContentSource.User; source <= ContentSource.ToolDefinition; source++)
        {
            bool isForeign = source is ContentSource.ToolResult or ContentSource.Retrieved;
            if ((sources & (1 << (int)source)) == 0 || (rule.IsIndirect && !isForeign))
            {
                continue;
            }

            Decision decision = _plan.Treatments[(int)source].For(rule.Severity);
            if (Worst is null || decision > Worst.Decision || (decision == Worst.Decision && rule.Severity > Worst.Severity))
            {
                Worst = new InjectionFinding(rule.Label, rule.Severity, source, product is null ? how : "decoded:" + product.Chain, decision);
            }
        }
    }
}
