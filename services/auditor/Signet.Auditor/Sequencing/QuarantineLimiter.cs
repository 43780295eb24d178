using Signet.Ledger;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Keeps strangers from filling the log (format 1, section 1): at most 20 quarantine entries a second singly, then one a second that
/// stands for all the others, and none for octets seen among the last 10,000. Owned by the sequencer.
/// </summary>
internal sealed class QuarantineLimiter
{
    private const int SinglesPerSecond = 20;
    private const int Remembered = 10_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly HashSet<Digest> _seen = [];
    private readonly Queue<Digest> _order = [];
    private DateTimeOffset _secondBegan = DateTimeOffset.MinValue;
    private int _singles;
    private QuarantineBody? _held;

    /// <summary>True while something waits for <see cref="Flush"/>.</summary>
    public bool Holds => _held is not null;

    /// <summary>What to write for something that can't be an event: the entry itself, or null when it is known or joins the held one.</summary>
    public QuarantineBody? Take(QuarantineBody body, DateTimeOffset now)
    {
        if (!_seen.Add(body.Sha256))
        {
            return null;
        }

        _order.Enqueue(body.Sha256);
        if (_order.Count > Remembered)
        {
            _seen.Remove(_order.Dequeue());
        }

        if (IsOver(now))
        {
            (_secondBegan, _singles) = (now, 0);
        }

        if (_singles < SinglesPerSecond)
        {
            _singles++;
            return body;
        }

        _held = _held is null ? body : Join(_held, body);
        return null;
    }

    /// <summary>The entry that stands for what was held, once its second is over; else null.</summary>
    public QuarantineBody? Flush(DateTimeOffset now)
    {
        if (_held is null || !IsOver(now))
        {
            return null;
        }

        var due = _held;
        _held = null;
        return due;
    }

    // A clock that was put back must not hold anything for longer.
    private bool IsOver(DateTimeOffset now) => now < _secondBegan || now - _secondBegan >= Second;

    private static QuarantineBody Join(QuarantineBody held, QuarantineBody next) => new()
    {
        Sha256 = Digest.Of([.. held.Sha256.ToArray(), .. next.Sha256.ToArray()]),
        Bytes = held.Bytes + next.Bytes,
        Count = held.Count + next.Count,
        Why = held.Why,
    };
}
