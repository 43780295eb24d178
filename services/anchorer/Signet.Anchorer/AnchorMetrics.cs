using System.Text.Json;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>Counts what the anchorer does.</summary>
internal sealed class AnchorMetrics(SignetMetrics metrics) : IAnchorObserver
{
    public void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed) =>
        metrics.AnchorRequested(tsa, JsonNamingPolicy.SnakeCaseLower.ConvertName(result.ToString()));

    public void RoundEnded(RoundResult result, long size, TimeSpan lag)
    {
        if (result == RoundResult.Chained)
        {
            metrics.AnchoredTreeSize(size);
        }
    }

    public void Lagged(TimeSpan lag) => metrics.AnchorLag(lag);

    public void Circuit(string tsa, bool open) => metrics.AnchorCircuit(tsa, open);

    public void LeftOver() => metrics.AnchorLeftOver();

    public void SignerExpires(string tsa, DateTimeOffset at) => metrics.TsaCertificateExpires(tsa, at);
}
