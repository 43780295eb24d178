using System.Diagnostics;
using Signet.Gateway.Forwarding;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Events;

namespace Signet.Gateway.Flow;

/// <summary>
/// What telemetry says of one call of a model, by OpenTelemetry's semantic conventions for generative AI: begun when the request goes out,
/// ended with its answer. Surfaces that ask nothing of a model are calls of an API and no inference.
/// </summary>
internal sealed class InferenceCall : IDisposable
{
    private readonly GatedRequest _request;
    private readonly SignetMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string? _operation;
    private readonly string _provider;
    private readonly Activity? _span;
    private readonly long _began;
    private string? _error;

    public InferenceCall(GatedRequest request, Upstream upstream, SignetMetrics metrics, TimeProvider time)
    {
        (_request, _metrics, _time, _began) = (request, metrics, time, time.GetTimestamp());
        (_operation, _provider) = Of(request.Surface);
        if (!SignetTracing.IsOn)
        {
            return;
        }

        var model = request.Model is { Length: <= EventLimits.Name } name ? name : null;
        _span = SignetTracing.Inference(_operation is null ? request.Surface : $"{_operation} {model}".TrimEnd());
        _span?.SetTag("gen_ai.operation.name", _operation)
            .SetTag("gen_ai.provider.name", _provider)
            .SetTag("gen_ai.request.model", model)
            .SetTag("server.address", upstream.Host)
            .SetTag("server.port", upstream.Port)
            .SetTag("signet.upstream", upstream.Name);

        // What signet does with the answer happens beside the call, not in it.
        Activity.Current = _span?.Parent;
    }

    /// <summary>The upstream failed. What the gate makes of an answer is signet's doing, and no failure of the call.</summary>
    public void Failed(UpstreamFault fault) => _error = fault.Error;

    /// <summary>The caller has gone before there was an answer.</summary>
    public void Abandoned() => _error = "client_disconnect";

    public void Dispose()
    {
        var gate = _request.Usage.Gate;
        var took = _request.Usage.WholeAt is { } whole ? _time.GetElapsedTime(_began, whole) : _time.GetElapsedTime(_began);
        if (_operation is not null)
        {
            _metrics.InferenceEnded(
                _operation, _provider, _request.Model, _error, took, gate?.InputTokens, gate?.OutputTokens);
        }

        if (_span is null)
        {
            return;
        }

        _span.SetTag("gen_ai.usage.input_tokens", gate?.InputTokens).SetTag("gen_ai.usage.output_tokens", gate?.OutputTokens);
        if (gate?.FinishReason is { } reason)
        {
            _span.SetTag("gen_ai.response.finish_reasons", new[] { reason });
        }

        if (_error is not null)
        {
            _span.Fail(_error);
        }

        _span.SetEndTime(_span.StartTimeUtc + took);
        _span.Dispose();
    }

    private static (string? Operation, string Provider) Of(string surface) => surface switch
    {
        "openai.chat_completions" or "openai.responses" => ("chat", "openai"),
        "openai.completions" => ("text_completion", "openai"),
        "openai.embeddings" => ("embeddings", "openai"),
        "anthropic.messages" => ("chat", "anthropic"),
        _ => (null, surface.StartsWith("anthropic.", StringComparison.Ordinal) ? "anthropic" : "openai"),
    };
}
