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
internal sealed partial class StreamRun : IDisposable
{
    private const string RecordingUnavailable = "recording_unavailable";

    /// <summary>Some thirty events of one word; every stream that waits for its model has such a buffer.</summary>
    private const int ReadOctets = 8 << 10;

    private readonly GatedRequest _request;
    private readonly HttpContext _http;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResponseInspection _inspection;
    private readonly AnswerGate _gate;
    private readonly IStreamForm _form;
    private readonly SseFramer _framer = new();
    private readonly List<SseEvent> _events = [];
    private readonly PooledBuffer _output = new(4 << 10);
    private readonly StreamDigests _digests;
    private byte[]? _end;
    private bool _isDone;
    private bool _isEnding;

    public StreamRun(
        GatedRequest request, ISurface surface, IStreamForm form, GatewayOptions options, TimeProvider time, ILogger logger)
    {
        (_request, _http, _form, _options, _time, _logger) = (request, request.Http, form, options, time, logger);
        _digests = request.StartDigests();
        _inspection = request.Pipeline.Inspect(request.Context!);
        _gate = new AnswerGate(
            surface.OpenAnswer(streamed: true), _inspection, new CallJudge(request).JudgeAsync, request.PassesUnknown);
        request.Usage.Read(_gate);
    }

    public void Dispose()
    {
        _output.Dispose();
        _digests.Dispose();
    }

    public async ValueTask RunAsync(Stream upstream)
    {
        UpstreamFault? fault;
        try
        {
            fault = await PumpAsync(upstream);
            if (_isDone)
            {
                _request.Usage.End();
            }

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
            case (null, GateState.Open) when _gate.HasFailed:
                await EndAsync(EventPhase.Aborted, UpstreamFailure(UpstreamFault.SaidError), _end ?? []);
                break;
            case (null, GateState.Open):
                await EndAsync(EventPhase.Completed, _inspection.Outcome, _end ?? _form.Terminator());
                break;
            case (null, GateState.Stopped):
                await AbortAsync(
                    _inspection.Outcome,
                    _options.VerboseErrors ? _inspection.Outcome.Reason : "refused",
                    _request.OpenApproval(_inspection.Outcome));
                break;
            case (null, GateState.Unrecorded):
                await UnrecordedAsync();
                break;
            default:
                var broken = _gate.State switch
                {
                    GateState.TooMuchHeld => UpstreamFault.HeldTooMuch,
                    GateState.Unknown => UpstreamFault.UnknownContent,
                    _ => UpstreamFault.SseMalformed,
                };
                await AbortAsync(UpstreamFailure(broken), broken.Error);
                break;
        }
    }

    /// <summary>Reads until the terminator, a fault, or the gate's word; releases after each event and flushes after each read but the last.</summary>
    private async ValueTask<UpstreamFault?> PumpAsync(Stream upstream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadOctets);
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
                    return _form.MayEndAnywhere && !_framer.IsInsideEvent ? null : UpstreamFault.SseUnterminated;
                }

                _digests.Receive(buffer.AsSpan(0, read));
                _framer.Push(buffer.AsSpan(0, read).ToArray(), _events);
                if (await TakeEventsAsync() is { } fault)
                {
                    return fault;
                }

                if (!_isDone && _gate.State == GateState.Open)
                {
                    await FlushAsync();
                }
            }

            // What is left goes out with the end, as soon as that is recorded.
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
            if (_form.IsTerminator(item))
            {
                _isDone = true;
                break;
            }

            if (_gate.TryAddText(item.Data, item.Name))
            {
                Release();
                if (_gate.State != GateState.Open)
                {
                    break;
                }

                continue;
            }

            if (JsonTree.TryParse(item.Data.Span, keepLoneSurrogates: true, out var root) != JsonFault.None
                || _form.NameOf(item, root!) is not { } name)
            {
                return UpstreamFault.SseMalformed;
            }

            var state = await _gate.AddAsync(root!, item.Data, name);
            _request.AddUnknowns(_gate.Unknowns);
            Release();
            if (state != GateState.Open || _gate.State != GateState.Open || (_isDone = _gate.HasEnded))
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
        while (_gate.TryTake(out var piece))
        {
            // The event that ends the stream waits for the record of the whole.
            if (piece.IsLast)
            {
                using var end = new PooledBuffer(piece.Octets.Length + 64);
                SseWriter.Write(end, piece.Name, piece.Octets.Span);
                _end = end.WrittenSpan.ToArray();
                return;
            }

            SseWriter.Write(_output, piece.Name, piece.Octets.Span);
        }
    }

    private async ValueTask FlushAsync()
    {
        if (_output.WrittenCount > 0)
        {
            if (!_isEnding)
            {
                _digests.Send(_output.WrittenSpan);
            }

            _http.Response.BodyWriter.Write(_output.WrittenSpan);
            await _http.Response.BodyWriter.FlushAsync(_http.RequestAborted);
            _output.Clear();
        }
    }

    private ValueTask AbortAsync(StageOutcome outcome, string reason, PendingApproval? approval = null) =>
        EndAsync(EventPhase.Aborted, outcome, _form.Terminator(), Frame(reason, outcome), approval);

    /// <summary>Records the end, and only then sends it: a frame where there is one, the receipt, and what ends the stream.</summary>
    private async ValueTask EndAsync(
        EventPhase phase, StageOutcome outcome, byte[] terminator, byte[]? frame = null, PendingApproval? approval = null)
    {
        // What nobody has flushed yet, and what follows it; the receipt isn't part of the answer.
        _isEnding = true;
        _digests.Send(_output.WrittenSpan);
        _digests.Send(frame);
        _digests.Send(terminator);
        if (await RequestEnd.RecordAsync(_request, phase, outcome, Response(), approval) is not { } recorded)
        {
            await UnrecordedAsync();
            return;
        }

        _output.Write(frame);
        WriteApprovals(approval is null ? _request.Approvals : [approval.Id]);
        WriteReceipt(recorded);
        _output.Write(terminator);
        await TryFlushAsync();
    }

    /// <summary>Says that recording failed and ends without the terminator, so that nobody takes the answer for complete.</summary>
    private async ValueTask UnrecordedAsync()
    {
        await RequestEnd.SettleAsync(_request, StatusCodes.Status200OK, _digests.Bytes);
        _output.Clear();
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

    private byte[] Frame(string reason, StageOutcome outcome) => _form.Abort(new AbortNotice(
        reason, _request.Id, EventWords.Of(Words.Of(outcome.Stage)), _options.VerboseErrors ? outcome.Check : null));

    private void WriteReceipt(SignedEvent signed) =>
        _output.Write(Encoding.ASCII.GetBytes($": signet-receipt {_request.Receipt(signed)}\n\n"));

    /// <summary>Comment lines, which every reader of events passes over: the stream has no other place that is the gateway's.</summary>
    private void WriteApprovals(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            _output.Write(Encoding.ASCII.GetBytes($": signet-approval {id}\n\n"));
        }
    }

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

    private EventResponse Response()
    {
        var (sent, received) = _digests.Finish();
        return new EventResponse
        {
            Status = StatusCodes.Status200OK,
            Sha256 = sent,
            UpstreamSha256 = received,
            Bytes = _digests.Bytes,
            FinishReason = _gate.FinishReason,
            InputTokens = _gate.InputTokens,
            OutputTokens = _gate.OutputTokens,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Error, "The stream of request {RequestId} failed inside the gateway: {Error}.")]
        public static partial void Fault(ILogger logger, string requestId, string error);
    }
}
