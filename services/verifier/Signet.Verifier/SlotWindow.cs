using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>Some slots that follow each other, read and not yet checked.</summary>
internal sealed class SlotWindow
{
    // Two windows are alive at a time, and the collector lets several times as much pile up before it takes large arrays back. A megabyte
    // is a thousand entries of a kilobyte: enough to keep all cores busy, and the whole process stays below 128 MB.
    private const int MaxOctets = 1024 * 1024;
    private const int MaxSlots = 256;

    private readonly List<StoredSegment> _segments = [];
    private readonly List<(long Number, SlotProtection Protection)> _slots = [];
    private long _octets;

    public bool IsEmpty => _segments.Count + _slots.Count == 0;

    /// <summary>True when it is worth the hand-over, or as much as fits into memory.</summary>
    public bool IsFull => _octets >= MaxOctets || _segments.Count + _slots.Count >= MaxSlots;

    public void Add(StoredSegment segment)
    {
        _segments.Add(segment);
        _octets += segment.Octets.Length;
    }

    /// <summary>Takes in a slot whose segment isn't walked.</summary>
    public void Add(long number, SlotProtection protection) => _slots.Add((number, protection));

    public void GiveTo(LogVerification verification)
    {
        foreach (var (number, protection) in _slots)
        {
            verification.Slot(number, protection);
        }

        if (_segments.Count > 0)
        {
            verification.Segments(_segments);
        }
    }

    public VerificationProgress After(VerificationProgress before) => _segments.Count == 0
        ? before
        : new VerificationProgress(_segments[^1].Number, before.Segments + _segments.Count, before.Octets + _octets);
}
