using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>An authority's trust with what its files of revocation lists say now.</summary>
internal sealed class PinnedAuthority
{
    private readonly RevocationFiles? _files;
    private volatile TsaTrust _trust;

    public PinnedAuthority(TsaTrust trust, string[] revocationPaths)
    {
        _trust = trust;
        if (revocationPaths.Length > 0)
        {
            _files = new RevocationFiles(revocationPaths);
            _trust = trust.With(_files.Lists);
        }
    }

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
            return "a file of revocation lists can't be used";
        }
    }

    /// <summary>The trust, which keeps what it found of chains for as long as no list changed.</summary>
    private TsaTrust Current()
    {
        if (_files is not null && _files.Lists is var lists && !ReferenceEquals(lists, _trust.RevocationLists))
        {
            _trust = _trust.With(lists);
        }

        return _trust;
    }
}
