namespace Signet.Gateway.Streaming;

/// <summary>What is known of one choice of an answer.</summary>
internal sealed class ChoiceState
{
    /// <summary>Calls by the model's own number, in ascending order: the order in which they are judged.</summary>
    public SortedDictionary<int, CallState> Calls { get; } = [];

    public bool IsFinished { get; set; }

    /// <summary>True once the choice has said anything but tool calls.</summary>
    public bool HasText { get; set; }

    public int Released { get; set; }

    /// <summary>Released calls that carry a number.</summary>
    public int ReleasedNumbers { get; set; }

    public bool LostAllCalls => Calls.Count > 0 && Released == 0;
}
