using Signet.Policy.Content;

namespace Signet.Policy.Pipeline;

/// <summary>
/// All checks of a policy, in order. One instance serves all requests and is safe for concurrent use.
/// Decisions combine block over escalate over redact over allow: adding a check can only make an outcome stricter.
/// </summary>
public sealed class PolicyPipeline
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);

    private readonly CheckSlot[] _admission;
    private readonly CheckSlot[] _inspection;
    private readonly CheckSlot[] _commitment;
    private readonly CheckSlot[] _record;
    private readonly bool _passToolCalls;
    private readonly TimeProvider _time;

    /// <summary>Puts the checks into order: by stage, owner checks first, then by priority; ties keep the given order.</summary>
    /// <param name="checks">The checks; each takes part in every stage whose interface it implements.</param>
    /// <param name="shadow">True to decide and record everything and to enforce nothing.</param>
    /// <param name="time">Measures how long checks take.</param>
    /// <param name="passToolCalls">True to let tool calls pass when no check judges them; otherwise they are blocked.</param>
    /// <param name="passUnknown">
    /// True to let pass what a wire format's reader doesn't know by name, inspected like all else and named in the record; otherwise it
    /// is refused.
    /// </param>
    /// <param name="passUnknownPaths">True to let pass paths that no wire format has; otherwise they are refused.</param>
    /// <exception cref="ArgumentException">
    /// A name is malformed, reserved or used twice, a time-out isn't between 0 and 10 minutes, or a check takes part in no stage.
    /// </exception>
    public PolicyPipeline(
        IEnumerable<ICheck> checks,
        bool shadow,
        TimeProvider time,
        bool passToolCalls = false,
        bool passUnknown = false,
        bool passUnknownPaths = false)
        : this(Slots(checks), shadow, time, passToolCalls, passUnknown, passUnknownPaths)
    {
    }

    internal PolicyPipeline(
        IEnumerable<CheckSlot> slots, bool shadow, TimeProvider time, bool passToolCalls, bool passUnknown, bool passUnknownPaths)
    {
        ArgumentNullException.ThrowIfNull(time);
        HashSet<string> names = new(StringComparer.Ordinal);
        CheckSlot[] given = [.. slots];
        foreach (CheckSlot slot in given)
        {
            Validate(slot, names);
        }

        CheckSlot[] ordered = [.. given.OrderBy(slot => slot.Check is IOwnerCheck ? 0 : 1).ThenBy(slot => slot.Priority)];
        _admission = [.. ordered.Where(slot => slot.Check is IAdmissionCheck)];
        _inspection = [.. ordered.Where(slot => slot.Check is IInspectionCheck)];
        _commitment = [.. ordered.Where(slot => slot.Check is ICommitmentCheck)];
        _record = [.. ordered.Where(slot => slot.Check is IRecordCheck)];
        Checks = [.. ordered.Select(slot => slot.Name)];
        (Shadow, PassesUnknown, PassesUnknownPaths) = (shadow, passUnknown, passUnknownPaths);
        _passToolCalls = passToolCalls;
        _time = time;
    }

    /// <summary>True when nothing is enforced.</summary>
    public bool Shadow { get; }

    /// <summary>True when events and parts that no reader knows by name may pass, inspected and named in the record.</summary>
    public bool PassesUnknown { get; }

    /// <summary>True when paths that no wire format has may pass: JSON inspected as text, all else recorded as unread.</summary>
    public bool PassesUnknownPaths { get; }

    /// <summary>The names of all checks in the order in which they run.</summary>
    public IReadOnlyList<string> Checks { get; }

    /// <summary>
    /// Decides whether the model may see the request. Edits stand in <see cref="RequestContext.Content"/> when it returns; in shadow
    /// mode the content is as it was.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<StageOutcome> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new AdmissionRun(_admission, request, Shadow, _time).RunAsync(cancellationToken);
    }

    /// <summary>Starts the inspection of the answer to a request.</summary>
    public ResponseInspection Inspect(RequestContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ResponseInspection(_inspection, request, Shadow, _time);
    }

    /// <summary>Decides whether a complete tool call may be released. Redact counts as block.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<StageOutcome> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(call);
        OutcomeBuilder outcome = new(Stage.Commitment, _commitment, Shadow);
        if (_commitment.Length == 0 && !_passToolCalls)
        {
            outcome.Add(CheckResult.Block("no check judges tool calls"));
        }

        using CheckInvoker invoker = new(_time, request.Budget, cancellationToken);
        for (int i = 0; i < _commitment.Length; i++)
        {
            (CheckResult? answer, CheckResult? failure) = await invoker.InvokeAsync(
                _commitment[i],
                (Check: (ICommitmentCheck)_commitment[i].Check, Request: request, Call: call),
                static (state, token) => state.Check.JudgeAsync(state.Request, state.Call, token));
            CheckResult result = answer ?? failure!;
            outcome.CountSeen(i);
            Decision decision = outcome.Add(i, result.Decision == Decision.Redact ? result with { Decision = Decision.Block } : result);
            if (decision == Decision.Block && !Shadow)
            {
                break;
            }
        }

        return outcome.Build();
    }

    /// <summary>
    /// Shows every record check how the request ended. Never throws; the outcome is to be recorded and changes nothing. Checks that
    /// cancellation kept from running show as not run.
    /// </summary>
    public async ValueTask<StageOutcome> RecordAsync(
        RequestContext request, ResponseSummary response, CancellationToken cancellationToken)
    {
        OutcomeBuilder outcome = new(Stage.Record, _record, Shadow);
        using CheckInvoker invoker = new(_time, request.Budget, cancellationToken);
        for (int i = 0; i < _record.Length; i++)
        {
            try
            {
                (CheckResult? answer, CheckResult? failure) = await invoker.InvokeAsync(
                    _record[i],
                    (Check: (IRecordCheck)_record[i].Check, Request: request, Response: response),
                    static (state, token) => state.Check.RecordAsync(state.Request, state.Response, token));
                outcome.CountSeen(i);
                outcome.Add(i, answer ?? failure!);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return outcome.Build();
    }

    private static IEnumerable<CheckSlot> Slots(IEnumerable<ICheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.Select(check => new CheckSlot(check));
    }

    private static void Validate(CheckSlot slot, HashSet<string> names)
    {
        if (!CheckName.IsValid(slot.Name))
        {
            throw new ArgumentException("A check's name must match [a-z][a-z0-9_]{0,63} and not be the pipeline's.");
        }

        if (!names.Add(slot.Name))
        {
            throw new ArgumentException($"The name {slot.Name} is taken.");
        }

        if (slot.Timeout <= TimeSpan.Zero || slot.Timeout > MaxTimeout)
        {
            throw new ArgumentException($"The time-out of {slot.Name} must be more than 0 and at most 10 minutes.");
        }

        if (slot.CpuBudget <= TimeSpan.Zero || slot.CpuBudget > MaxTimeout)
        {
            throw new ArgumentException($"The processor time of {slot.Name} must be more than 0 and at most 10 minutes.");
        }

        if (slot.Check is not (IAdmissionCheck or IInspectionCheck or ICommitmentCheck or IRecordCheck))
        {
            throw new ArgumentException($"The check {slot.Name} takes part in no stage.");
        }
    }
}
