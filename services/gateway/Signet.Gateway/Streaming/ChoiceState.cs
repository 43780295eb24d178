namespace Signet.Gateway.Streaming;

/// <summary>What is known of one choice of an answer.</summary>
internal sealed class ChoiceState
{
    /// <summary>Calls by the model's own number, in ascending order: the order in which they are judged.</summary>
    public SortedDictionary<int, CallState> Calls { get; } = [];

    public bool IsFinished { get; set; }

    /// <summary>True once the choice has said anything but tool calls.</summary>
    public bool HasText { get; set; }

    public bool LostAllCalls => Calls.Count > 0 && Calls.Values.All(call => call.IsWithheld);

    /// <summary>The number that goes out for the model's own: those of withheld calls are missing before it.</summary>
    public int NumberOf(int slot)
    {
        var number = slot;
        foreach (var (other, call) in Calls)
        {
            if (other >= slot)
            {
                break;
            }

            number -= other >= 0 && call.IsWithheld ? 1 : 0;
        }

        return number;
    }
}
