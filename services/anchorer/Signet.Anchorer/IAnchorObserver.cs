using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>Where the anchorer's metrics come from. Implementations MUST return at once and MUST NOT throw.</summary>
public interface IAnchorObserver
{
    /// <summary>An authority was asked.</summary>
    /// <param name="tsa">Its name.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="reason">The failed check when <paramref name="result"/> is <see cref="TsaResult.Refused"/>, else null.</param>
    /// <param name="elapsed">How long it took.</param>
    void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed);

    /// <summary>A round ended.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="size">The tree size that it was about.</param>
    /// <param name="lag">The age of the oldest entry that waited for this round.</param>
    void RoundEnded(RoundResult result, long size, TimeSpan lag);

    /// <summary>How long the oldest entry that is due an anchor has been waiting now; zero when none is.</summary>
    void Lagged(TimeSpan lag);

    /// <summary>An authority's circuit is open: it isn't asked for a while; or closed.</summary>
    void Circuit(string tsa, bool open);

    /// <summary>The anchorer stops, and an anchor is due that could not be made any more.</summary>
    void LeftOver();

    /// <summary>When the certificate lapses with which an authority signed its last accepted token.</summary>
    void SignerExpires(string tsa, DateTimeOffset at);
}
