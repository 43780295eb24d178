using Signet.Ledger.Canonical;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// Which numbers of which producers' epochs stand in a log. Owns the holes of each epoch, and for each producer how far back epochs may be
/// missing from what a walk was told at its start. Not safe for concurrent use.
/// </summary>
internal sealed class ProducerNumbers
{
    private readonly Dictionary<(string Producer, Guid Epoch), EpochHoles> _epochs = [];
    private readonly Dictionary<string, Guid> _floors = new(StringComparer.Ordinal);

    /// <summary>True for an epoch that isn't known, and that a log's state object may have known before and forgotten.</summary>
    public bool IsForgotten(string producer, Guid epoch) =>
        _floors.TryGetValue(producer, out var floor) && epoch.CompareTo(floor) <= 0 && !_epochs.ContainsKey((producer, epoch));

    /// <summary>Takes note of a number, recorded at <paramref name="at"/>.</summary>
    /// <returns>False when it was known.</returns>
    public bool Add(string producer, Guid epoch, long seq, DateTimeOffset at) => Holes(producer, epoch).Add(seq, at);

    /// <summary>
    /// Takes note that a gap entry accounts for these numbers. Of a forgotten epoch no hole is known that it could account for.
    /// </summary>
    public void Cover(string producer, Guid epoch, long from, long through)
    {
        if (!IsForgotten(producer, epoch))
        {
            Holes(producer, epoch).Cover(from, through);
        }
    }

    /// <summary>The holes of all epochs, with how many of their numbers no gap entry accounts for.</summary>
    public IEnumerable<(string Producer, Guid Epoch, long From, long Through, DateTimeOffset Since, long Uncovered)> Open() =>
        Ordered().SelectMany(item => item.Value.Open().Select(
            hole => (item.Key.Producer, item.Key.Epoch, hole.From, hole.Through, hole.Since, hole.Uncovered)));

    /// <summary>Begins with what a log's state object tells.</summary>
    public void Begin(LogState state)
    {
        foreach (var history in state.Producers)
        {
            if (history.Floor is { } floor)
            {
                _floors.Add(history.Producer, floor);
            }

            foreach (var epoch in history.Epochs)
            {
                Holes(history.Producer, epoch.Epoch).Begin(epoch);
            }
        }
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("epochs"u8);
        writer.BeginArray();
        foreach (var ((producer, epoch), holes) in Ordered())
        {
            writer.BeginObject();
            writer.Uuid("epoch"u8, epoch);
            writer.Key("numbers"u8);
            writer.BeginObject();
            holes.Save(ref writer);
            writer.EndObject();
            writer.String("producer"u8, producer);
            writer.EndObject();
        }

        writer.EndArray();
        if (_floors.Count == 0)
        {
            return;
        }

        writer.Key("floors"u8);
        writer.BeginArray();
        foreach (var (producer, floor) in _floors.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            writer.BeginObject();
            writer.Uuid("epoch"u8, floor);
            writer.String("producer"u8, producer);
            writer.EndObject();
        }

        writer.EndArray();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("epochs"u8);
        reader.BeginArray();
        while (reader.NextItem())
        {
            var holes = new EpochHoles();
            reader.BeginObject();
            reader.Key("epoch"u8);
            var epoch = reader.Uuid7();
            reader.Key("numbers"u8);
            reader.BeginObject();
            holes.Load(ref reader);
            reader.EndObject();
            reader.Key("producer"u8);
            if (!_epochs.TryAdd((reader.Identifier(), epoch), holes))
            {
                reader.Fail();
            }

            reader.EndObject();
        }

        if (!reader.TryKey("floors"u8))
        {
            return;
        }

        reader.BeginArray();
        while (reader.NextItem())
        {
            reader.BeginObject();
            reader.Key("epoch"u8);
            var floor = reader.Uuid7();
            reader.Key("producer"u8);
            _floors[reader.Identifier()] = floor;
            reader.EndObject();
        }
    }

    /// <summary>In an order that is the same for a walk that was resumed.</summary>
    private IEnumerable<KeyValuePair<(string Producer, Guid Epoch), EpochHoles>> Ordered() =>
        _epochs.OrderBy(item => item.Key.Producer, StringComparer.Ordinal).ThenBy(item => item.Key.Epoch);

    private EpochHoles Holes(string producer, Guid epoch)
    {
        if (!_epochs.TryGetValue((producer, epoch), out var holes))
        {
            _epochs[(producer, epoch)] = holes = new EpochHoles();
        }

        return holes;
    }
}
