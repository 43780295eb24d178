using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>Stands in where nobody watches.</summary>
internal sealed class SilentAnchorObserver : IAnchorObserver
{
    public void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed)
    {
    }

    public void RoundEnded(RoundResult result, TimeSpan lag)
    {
    }
}
