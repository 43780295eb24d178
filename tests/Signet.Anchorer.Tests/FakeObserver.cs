using System.Collections.Concurrent;
using System.Threading.Channels;
using Signet.Ledger.Anchors;

namespace Signet.Anchorer.Tests;

internal sealed class FakeObserver : IAnchorObserver
{
    private readonly Channel<RoundResult> _rounds = Channel.CreateUnbounded<RoundResult>();

    public ChannelReader<RoundResult> Rounds => _rounds.Reader;

    public ConcurrentQueue<(string Tsa, TsaResult Result, AnchorReason? Reason)> Answers { get; } = new();

    public void Asked(string tsa, TsaResult result, AnchorReason? reason, TimeSpan elapsed) => Answers.Enqueue((tsa, result, reason));

    /// <summary>The lags told so far.</summary>
    public ConcurrentQueue<TimeSpan> Lags { get; } = new();

    /// <summary>Whether each authority's circuit is open.</summary>
    public ConcurrentDictionary<string, bool> Circuits { get; } = new();

    public void RoundEnded(RoundResult result, long size, TimeSpan lag) => _rounds.Writer.TryWrite(result);

    public void Lagged(TimeSpan lag) => Lags.Enqueue(lag);

    public void Circuit(string tsa, bool open) => Circuits[tsa] = open;

    /// <summary>How often an anchor was left to the next start.</summary>
    public int LeftOvers { get; private set; }

    public void LeftOver() => LeftOvers++;

    public void SignerExpires(string tsa, DateTimeOffset at)
    {
    }
}
