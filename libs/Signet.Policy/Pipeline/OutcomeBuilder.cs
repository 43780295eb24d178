namespace Signet.Policy.Pipeline;

/// <summary>Combines what the checks of one stage say; a later result can only make it stricter. Not safe for concurrent use.</summary>
internal sealed class OutcomeBuilder
{
    private readonly Stage _stage;
    private readonly CheckSlot[] _slots;
    private readonly bool _shadow;
    private readonly Counts[] _counts;
    private string _check = StageOutcome.PipelineName;
    private CheckResult _strictest = CheckResult.Allowed;
    private StageOutcome? _built;

    internal OutcomeBuilder(Stage stage, CheckSlot[] slots, bool shadow)
    {
        _stage = stage;
        _slots = slots;
        _shadow = shadow;
        _counts = new Counts[slots.Length];
    }

    /// <summary>How many spans have been replaced, or would have been.</summary>
    internal int Redactions { get; private set; }

    /// <summary>The strictest decision so far.</summary>
    internal Decision Decision => _strictest.Decision;

    /// <summary>Takes one check's result. A decision that nobody knows is a block.</summary>
    internal Decision Add(int slot, CheckResult result)
    {
        CheckResult known = Enum.IsDefined(result.Decision) ? result : result with { Decision = Decision.Block };
        Raise(ref _counts[slot].Decision, known.Decision);
        _built = null;
        Take(_slots[slot].Name, known);
        return known.Decision;
    }

    /// <summary>Takes a decision of the pipeline itself.</summary>
    internal void Add(CheckResult result) => Take(StageOutcome.PipelineName, result);

    /// <summary>Notes what a check looked at; the last run counts.</summary>
    internal void Cover(int slot, int seen, int skipped, int unread)
    {
        ref Counts counts = ref _counts[slot];
        (counts.Seen, counts.Skipped, counts.Unread) = (seen, skipped, unread);
        _built = null;
    }

    /// <summary>Notes that a check has taken so much time, more.</summary>
    internal void Spend(int slot, TimeSpan time)
    {
        _counts[slot].Time += time;
        _built = null;
    }

    /// <summary>Notes one more thing that a check looked at and, so far, has nothing against.</summary>
    internal void CountSeen(int slot)
    {
        _counts[slot].Seen++;
        Raise(ref _counts[slot].Decision, Decision.Allow);
        _built = null;
    }

    /// <summary>Notes that nobody could look at <paramref name="count"/> more things.</summary>
    internal void CountUnread(int count)
    {
        foreach (ref Counts counts in _counts.AsSpan())
        {
            counts.Unread += count;
        }

        _built = null;
    }

    internal void CountRedactions(int count)
    {
        Redactions += count;
        _built = null;
    }

    internal StageOutcome Build()
    {
        if (_built is { } built)
        {
            return built;
        }

        CheckCoverage[] coverage = new CheckCoverage[_slots.Length];
        for (int i = 0; i < coverage.Length; i++)
        {
            Counts counts = _counts[i];
            coverage[i] = new CheckCoverage(_slots[i].Name, counts.Decision, counts.Seen, counts.Skipped, counts.Unread) { Time = counts.Time };
        }

        return _built = new StageOutcome
        {
            Decision = _strictest.Decision,
            Stage = _stage,
            Check = _check,
            Reason = _strictest.Reason ?? "",
            Metadata = _strictest.Metadata ?? CheckResult.Allowed.Metadata,
            RetryAfter = _strictest.RetryAfter,
            Approval = _strictest.Decision == Decision.Escalate ? _strictest.Approval : null,
            Coverage = coverage,
            Redactions = Redactions,
            Shadow = _shadow,
        };
    }

    private static void Raise(ref Decision? decision, Decision to)
    {
        if (decision is not { } old || old < to)
        {
            decision = to;
        }
    }

    private void Take(string check, CheckResult result)
    {
        if (result.Decision > _strictest.Decision)
        {
            _check = check;
            _strictest = result;
            _built = null;
        }
    }

    /// <summary>What becomes the coverage of one check.</summary>
    private struct Counts
    {
        public Decision? Decision;
        public int Seen;
        public int Skipped;
        public int Unread;
        public TimeSpan Time;
    }
}
