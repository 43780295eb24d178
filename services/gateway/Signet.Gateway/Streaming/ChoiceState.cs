namespace Signet.Gateway.Streaming;

/// <summary>What is known of one choice of an answer.</summary>
internal sealed class ChoiceState
{
    /// <summary>Calls by the model's own number, in ascending order: the order in which they are judged.</summary>
    public SortedList<int, CallState> Calls { get; } = [];

    /// <summary>For what makes no sense without a call, by its own number: the number of the call, which is a lower one.</summary>
    public SortedList<int, int> Dependents { get; } = [];

    public bool IsFinished { get; set; }

    /// <summary>True once the choice has said anything but tool calls.</summary>
    public bool HasText { get; set; }

    /// <summary>
    /// True when no call is left to end for. Those that the provider runs count only where there are no others, since only the
    /// others make a choice end.
    /// </summary>
    public bool LostAllCalls
    {
        get
        {
            var (any, anyOfCallers, lost, lostCallers) = (false, false, true, true);
            foreach (var (slot, call) in Calls)
            {
                var gone = IsGone(slot);
                (any, lost) = (true, lost && gone);
                if (!call.IsProviders)
                {
                    (anyOfCallers, lostCallers) = (true, lostCallers && gone);
                }
            }

            return anyOfCallers ? lostCallers : any && lost;
        }
    }

    /// <summary>True for a withheld call and for all that makes no sense without it.</summary>
    public bool IsGone(int slot)
    {
        var at = slot;
        do
        {
            if (Calls.TryGetValue(at, out var call) && call.IsWithheld)
            {
                return true;
            }
        }
        while (Dependents.TryGetValue(at, out at));

        return false;
    }

    /// <summary>The number that goes out for the model's own: those of what is gone are missing before it.</summary>
    public int NumberOf(int slot)
    {
        var number = slot;
        foreach (var other in Calls.Keys)
        {
            if (other >= slot)
            {
                break;
            }

            number -= other >= 0 && IsGone(other) ? 1 : 0;
        }

        foreach (var other in Dependents.Keys)
        {
            if (other >= slot)
            {
                break;
            }

            number -= !Calls.ContainsKey(other) && IsGone(other) ? 1 : 0;
        }

        return number;
    }
}
