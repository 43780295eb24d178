using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>Stands in where nobody watches.</summary>
internal sealed class SilentAnchorObserver : IAnchorObserver
{
    public void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed)
    {
    }

    public void RoundEnded(RoundResult result, long size, TimeSpan lag)
    {
    }

    public void Lagged(TimeSpan lag)
    {
    }

    public void Circuit(string tsa, bool open)
    {
    }

    public void LeftOver()
    {
    }

    public void SignerExpires(string tsa, DateTimeOffset at)
    {
    }
}
