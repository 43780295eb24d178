using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// Says which chain key a segment most likely has, from its own header and epoch entry alone, so that its MACs can be checked before
/// the walk gets there. What the walk then finds decides: a forecast that was wrong costs time and changes nothing.
/// </summary>
internal sealed class KeyForecast(LogTrust trust) : IDisposable
{
    private ChainKey? _key;

    /// <summary>Goes on from a key that the walk has.</summary>
    public void Resume(ChainKey? key)
    {
        _key?.Dispose();
        _key = key;
    }

    /// <summary>A key of its own for the segment, or null when none can be told. Segments are asked for in ascending order.</summary>
    public ChainKey? For(long number, SegmentHeader header, EpochBody? opener)
    {
        if (opener is not null && opener.Epoch == header.Epoch)
        {
            _key?.Dispose();
            _key = opener.SealedKey is null && trust.RootSecrets.TryGetValue(header.KeyId, out var secret) && secret.Length >= ChainKey.MinRootOctets
                ? ChainKey.ForEpoch(secret.Span, trust.LogId, header.Epoch, number)
                : null;
        }
        else if (_key is not null && (_key.Epoch != header.Epoch || number < _key.Segment || number - _key.Segment > MacChain.MaxRatchetSteps))
        {
            _key.Dispose();
            _key = null;
        }

        while (_key?.Segment < number)
        {
            _key.Ratchet();
        }

        return _key?.Clone();
    }

    public void Dispose() => _key?.Dispose();
}
