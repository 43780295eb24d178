namespace Signet.Auditor.Tests.Simulation;

/// <summary>What is stored, by whomever: slots that are filled once, and objects that are replaced.</summary>
internal sealed class SimStore
{
    public List<ReadOnlyMemory<byte>> Segments { get; } = [];

    public Dictionary<string, ReadOnlyMemory<byte>> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Fills a slot; false when it was filled, or would stand behind an empty one, which no writer may ask for.</summary>
    public bool TryCreate(long segment, ReadOnlyMemory<byte> octets)
    {
        if (segment > Segments.Count)
        {
            throw new SimulationException($"segment {segment} was to be stored before segment {segment - 1}");
        }

        if (segment < Segments.Count)
        {
            return false;
        }

        Segments.Add(octets);
        return true;
    }
}
