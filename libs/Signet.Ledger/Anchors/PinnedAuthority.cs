using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>An authority's trust with what its revocation lists say now.</summary>
internal sealed class PinnedAuthority
{
    private readonly IRevocationSource? _revocations;
    private volatile TsaTrust _trust;

    public PinnedAuthority(TsaTrust trust, IRevocationSource? revocations) =>
        (_trust, _revocations) = (revocations is null ? trust : trust.With(revocations.Lists), revocations);

    /// <summary>Null for an anchor that holds, else why it doesn't.</summary>
    public string? Check(AnchorBody anchor, string logId)
    {
        try
        {
            AnchorVerdict verdict = AnchorVerifier.Verify(anchor, logId, Current());
            return verdict.Ok ? null : verdict.Text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "a revocation list can't be used";
        }
    }

    /// <summary>The trust, which keeps what it found of chains for as long as no list changed.</summary>
    private TsaTrust Current()
    {
        if (_revocations is not null && _revocations.Lists is var lists && !ReferenceEquals(lists, _trust.RevocationLists))
        {
            _trust = _trust.With(lists);
        }

        return _trust;
    }
}
