using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;
using Signet.Ledger.Events;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>
/// One stream on its way. Text flows under the recorded <c>admitted</c>; every tool call waits for its own event, an abort frame for
/// <c>aborted</c>, the terminator for <c>completed</c>.
/// </summary>
internal sealed partial class StreamRun
{
    private const string RecordingUnavailable = "recording_unavailable";
    private static readonly byte[] Terminator = "data: [DONE]\n\n"u8.ToArray();

    private readonly GatedRequest _request;
    private readonly HttpContext _http;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResponseInspection _inspection;
    private readonly AnswerGate _gate;
    private readonly SseFramer _framer = new();
    private readonly List<SseEvent> _events = [];
    private readonly ArrayBufferWriter<byte> _output = new(4_096);
    private readonly SaltedHash _sent;
    private readonly SaltedHash _received;
    private bool _isDone;

    public StreamRun(GatedRequest request, ISurface surface, GatewayOptions options, TimeProvider time, ILogger logger)
    {
        (_request, _http, _options, _time, _logger) = (request, request.Http, options, time, logger);
        (_sent, _received) = (request.StartDigest(), request.StartDigest());
        _inspection = request.Policy.Pipeline.Inspect(request.Context!);
        _gate = new AnswerGate(surface.OpenAnswer(streamed: true), _inspection, new CallJudge(request).JudgeAsync);
    }

    public async ValueTask RunAsync(Stream upstream)
    {
        UpstreamFault? fault;
        try
        {
            fault = await PumpAsync(upstream);
            if (fault is null && _gate.State == GateState.Open)
            {
                await _gate.CompleteAsync();
                Release();
            }
        }
        catch (Exception exception) when (_http.RequestAborted.IsCancellationRequested
            && exception is OperationCanceledException or IOException)
        {
            await DisconnectedAsync();
            return;
        }
        catch (Exception exception)
        {
            // A fault of signet's own ends the answer like a refusal: recorded, and with an abort frame.
            Log.Fault(_logger, _request.Id, exception.GetType().Name);
            await AbortAsync(RequestEnd.Failure(Stage.Record, StageOutcome.PipelineName, "internal_error"), "internal_error");
            return;
        }

        switch (fault, _gate.State)
        {
            case (not null, _):
                await AbortAsync(UpstreamFailure(fault), fault.Error);
                break;
            case (null, GateState.Open):
                await CompleteAsync();
                break;
            case (null, GateState.Stopped):
                await AbortAsync(_inspection.Outcome, _options.VerboseErrors ? _inspection.Outcome.Reason : "refused");
                break;
            case (null, GateState.Unrecorded):
                await UnrecordedAsync();
                break;
            default:
                var broken = _gate.State == GateState.TooMuchHeld ? UpstreamFault.HeldTooMuch : UpstreamFault.SseMalformed;
                await AbortAsync(UpstreamFailure(broken), broken.Error);
                break;
        }
    }

    /// <summary>Reads until the terminator, a fault, or the gate's word; releases after each event and flushes after each read.</summary>
    private async ValueTask<UpstreamFault?> PumpAsync(Stream upstream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, _http.RequestAborted);
        try
        {
            await _http.Response.StartAsync(_http.RequestAborted);
            while (!_isDone && _gate.State == GateState.Open)
            {
                stall.CancelAfter(_options.UpstreamTimeout);
                var read = await upstream.ReadAsync(buffer, linked.Token);
                stall.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0)
                {
                    // An answer without its terminator may have been cut short: nobody may take it for complete.
                    return UpstreamFault.SseUnterminated;
                }

                _received.Append(buffer.AsSpan(0, read));
                _framer.Push(buffer.AsSpan(0, read), _events);
                if (await TakeEventsAsync() is { } fault)
                {
                    return fault;
                }

                await FlushAsync();
            }

            return null;
        }
        catch (OperationCanceledException) when (!_http.RequestAborted.IsCancellationRequested)
        {
            return UpstreamFault.Timeout;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && !_http.RequestAborted.IsCancellationRequested)
        {
            return UpstreamFault.Broken;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<UpstreamFault?> TakeEventsAsync()
    {
        foreach (var item in _events)
        {
            // A name would change what an SDK makes of the data; this wire format has none.
            if (item.Name is not ("" or "message"))
            {
                return UpstreamFault.SseMalformed;
            }

            if (item.Data.AsSpan().SequenceEqual("[DONE]"u8))
            {
                _isDone = true;
                break;
            }

            if (JsonTree.TryParse(item.Data, keepLoneSurrogates: true, out var root) != JsonFault.None)
            {
                return UpstreamFault.SseMalformed;
            }

            var state = await _gate.AddAsync(root!, item.Data);
            Release();
            if (state != GateState.Open || _gate.State != GateState.Open)
            {
                break;
            }
        }

        _events.Clear();
        return _framer.IsTooLarge && !_isDone ? UpstreamFault.SseMalformed : null;
    }

    /// <summary>Puts whatever may go out into the output.</summary>
    private void Release()
    {
        while (_gate.TryTake(out var octets))
        {
            if (!octets.IsEmpty)
            {
                WriteData(octets.Span);
            }
        }
    }

    private void WriteData(ReadOnlySpan<byte> data)
    {
        var start = _output.WrittenCount;
        foreach (var line in data.Split((byte)'\n'))
        {
            _output.Write("data: "u8);
            _output.Write(data[line]);
            _output.Write("\n"u8);
        }

        _output.Write("\n"u8);
        _sent.Append(_output.WrittenSpan[start..]);
    }

    private async ValueTask FlushAsync()
    {
        if (_output.WrittenCount > 0)
        {
            await _http.Response.Body.WriteAsync(_output.WrittenMemory, _http.RequestAborted);
            await _http.Response.Body.FlushAsync(_http.RequestAborted);
            _output.ResetWrittenCount();
        }
    }

    private async ValueTask CompleteAsync()
    {
        _sent.Append(Terminator);
        var completed = await RequestEnd.RecordAsync(_request, EventPhase.Completed, _inspection.Outcome, Response());
        if (completed is null)
        {
            await UnrecordedAsync();
            return;
        }

        WriteReceipt(completed);
        _output.Write(Terminator);
        await TryFlushAsync();
    }

    private async ValueTask AbortAsync(StageOutcome outcome, string reason)
    {
        var frame = Frame(reason, outcome);
        _sent.Append(frame);
        _sent.Append(Terminator);
        var aborted = await RequestEnd.RecordAsync(_request, EventPhase.Aborted, outcome, Response());
        if (aborted is null)
        {
            await UnrecordedAsync();
            return;
        }

        _output.Write(frame);
        WriteReceipt(aborted);
        _output.Write(Terminator);
        await TryFlushAsync();
    }

    /// <summary>Says that recording failed and ends without the terminator, so that nobody takes the answer for complete.</summary>
    private async ValueTask UnrecordedAsync()
    {
        _output.ResetWrittenCount();
        _output.Write(Frame(RecordingUnavailable, RequestEnd.Failure(Stage.Record, StageOutcome.PipelineName, RecordingUnavailable)));
        await TryFlushAsync();
    }

    private async ValueTask DisconnectedAsync()
    {
        var outcome = RequestEnd.Failure(Stage.Inspection, StageOutcome.PipelineName, "client_disconnect") with
        {
            Coverage = _inspection.Outcome.Coverage,
        };
        await RequestEnd.RecordAsync(_request, EventPhase.Aborted, outcome, Response());
    }

    private StageOutcome UpstreamFailure(UpstreamFault fault) =>
        RequestEnd.Failure(Stage.Inspection, "upstream", fault.Error) with { Coverage = _inspection.Outcome.Coverage };

    private byte[] Frame(string reason, StageOutcome outcome)
    {
        var stage = EventWords.Of(Words.Of(outcome.Stage));
        List<(string, string?)> members = [("reason", reason), ("correlation_id", _request.Id), ("stage", stage)];
        if (_options.VerboseErrors)
        {
            members.Add(("check", outcome.Check));
        }

        // SDKs skip what they don't know and would take the text so far for the answer; an error they throw.
        var error = JsonAnswer.Write([("message", $"signet ended this answer: {reason}"), ("type", "signet_abort"), ("code", reason)]);
        return
        [
            .. "data: {\"signet_abort\":true,"u8, .. JsonAnswer.Write(members).AsSpan(1..^1), .. ",\"error\":"u8, .. error, .. "}\n\n"u8,
        ];
    }

    private void WriteReceipt(SignedEvent signed) =>
        _output.Write(Encoding.ASCII.GetBytes($": signet-receipt {_request.Receipt(signed)}\n\n"));

    private async ValueTask TryFlushAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The caller has gone; what it would have got is recorded.
            _http.Abort();
        }
    }

    private EventResponse Response() => new()
    {
        Status = StatusCodes.Status200OK,
        Sha256 = _sent.Finish(),
        UpstreamSha256 = _received.Finish(),
        Bytes = _sent.Bytes,
        FinishReason = _gate.FinishReason,
        InputTokens = _gate.InputTokens,
        OutputTokens = _gate.OutputTokens,
    };

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Error, "The stream of request {RequestId} failed inside the gateway: {Error}.")]
        public static partial void Fault(ILogger logger, string requestId, string error);
    }
}
