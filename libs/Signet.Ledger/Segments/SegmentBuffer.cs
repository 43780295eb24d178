namespace Signet.Ledger.Segments;

/// <summary>
/// The room that one segment after the other is built in, so that building makes nothing new. What a builder has given out is valid
/// until the next builder takes the room. Not safe for concurrent use.
/// </summary>
public sealed class SegmentBuffer
{
    /// <summary>The octets that it takes up.</summary>
    public int Capacity => Output.Capacity;

    internal SegmentOutput Output { get; } = new();

    /// <summary>Where the entries stand in <see cref="Output"/>.</summary>
    internal List<(int Start, int Length)> Entries { get; } = [];

    internal List<Digest> Leaves { get; } = [];

    internal void Clear()
    {
        Output.CutAt(0);
        Entries.Clear();
        Leaves.Clear();
    }
}
