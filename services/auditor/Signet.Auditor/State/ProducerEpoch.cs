using Signet.Ledger;
using Signet.Ledger.Producers;

namespace Signet.Auditor.State;

/// <summary>What is remembered of one epoch of one producer: which numbers are in the log, and what the latest of them were.</summary>
internal sealed class ProducerEpoch
{
    /// <summary>Events whose digests are kept for the producer's newest epoch (format 1, section 5).</summary>
    public const int DigestsKept = 4_096;

    /// <summary>Events whose digests are kept for older epochs: more than can be in flight at once.</summary>
    public const int DigestsKeptOfOlder = 256;

    private readonly SortedDictionary<long, Digest> _digests = [];

    public ProducerEpoch(Guid epoch) => Epoch = epoch;

    public Guid Epoch { get; }

    public EpochProgress Progress { get; init; } = new();

    public DateTimeOffset LastHeard { get; set; }

    public bool Closed { get; set; }

    public bool GapReported { get; set; }

    public IReadOnlyDictionary<long, Digest> Digests => _digests;

    public void Remember(long seq, Digest digest, int keep = DigestsKept)
    {
        _digests[seq] = digest;
        Forget(keep);
    }

    public void Forget(int keep)
    {
        while (_digests.Count > keep)
        {
            _digests.Remove(_digests.First().Key);
        }
    }

    /// <summary>True for the same octets, false for others; null when it isn't remembered any more.</summary>
    public bool? IsRepetition(long seq, Digest digest) => _digests.TryGetValue(seq, out var known) ? known == digest : null;
}
