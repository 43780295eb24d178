using Signet.Policy.Pipeline;

namespace Signet.Policy.Decoding;

/// <summary>
/// How much may still be decoded for one request, in characters read and made. The same request costs the same everywhere; the
/// processor time of the check ends it as well. Not safe for concurrent use.
/// </summary>
internal sealed class WorkBudget(long characters, CpuBudget? time)
{
    private const int Interval = 16 * 1024;

    private long _left = characters;
    private long _unasked = Interval;

    /// <summary>True once something couldn't be paid for.</summary>
    internal bool IsSpent { get; private set; }

    /// <summary>Pays for work that is about to be done.</summary>
    /// <returns>False when nothing more may be done.</returns>
    internal bool Charge(long cost)
    {
        _left -= cost;
        _unasked -= cost;
        if (_unasked < 0)
        {
            _unasked = Interval;
            IsSpent |= time is { IsSpent: true };
        }

        IsSpent |= _left < 0;
        return !IsSpent;
    }
}
