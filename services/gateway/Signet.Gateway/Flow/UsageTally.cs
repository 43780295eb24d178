using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>What is known of the tokens that a request used, whatever becomes of it.</summary>
internal sealed class UsageTally(ITokenCounter tokens, TimeProvider time)
{
    private bool _isSpent;
    private bool _isOpaque;
    private bool _isWhole;

    /// <summary>The answer, once there is one.</summary>
    public AnswerGate? Gate { get; private set; }

    /// <summary>The request is about to go to the model: from now on it may have used anything.</summary>
    public void Send(ISurface surface) => (_isSpent, _isOpaque) = (surface.UsesTokens, surface.TakesAnyBody);

    /// <summary>The upstream never got the request, or did nothing for it.</summary>
    public void Spare() => _isSpent = false;

    /// <summary>The answer goes through a gate.</summary>
    public void Read(AnswerGate gate) => Gate = gate;

    /// <summary>When all of the answer had come, as a timestamp of the clock; null before, and when it never does.</summary>
    public long? WholeAt { get; private set; }

    /// <summary>All of the answer has come.</summary>
    public void End() => (_isWhole, WholeAt) = (true, time.GetTimestamp());

    /// <summary>What the request used. Where the model doesn't tell, or was cut short, that is counted.</summary>
    public TokenUsage Of(RequestContext request)
    {
        if (!_isSpent)
        {
            return TokenUsage.None;
        }

        if (Gate is null || _isOpaque)
        {
            return TokenUsage.Unknown;
        }

        var (input, output) = (Gate.InputTokens, Gate.OutputTokens);
        if (output is null && (Gate.IsUnfinished || (_isWhole && Gate.State == GateState.Malformed)))
        {
            return TokenUsage.Unknown;
        }

        var isEstimated = input is null;
        input ??= TokenEstimate.Of(tokens, request.Model, request.Content);
        if (request.MaxOutputTokens == 0)
        {
            output ??= 0;
        }
        else if (output is null || !_isWhole)
        {
            // What a model tells before its answer ends is what it had written by then.
            var written = Gate.EstimateOutput(tokens, request.Model);
            isEstimated |= output is null || written > output;
            output = Math.Max(output ?? 0, written);
        }

        return new TokenUsage(input, output, isEstimated);
    }
}
