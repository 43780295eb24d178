namespace Signet.Policy.Pipeline;

/// <summary>One inspector of one channel, and the place where it puts what it finds.</summary>
internal sealed class InspectorSlot(CheckSlot slot, int order, ChannelState channel, OutcomeBuilder outcome, TimeProvider time)
    : IInspectionSink
{
    private ChannelInspector? _inspector;
    private CpuBudget? _budget;

    /// <summary>The inspector holds nothing back before this position.</summary>
    internal long Safe { get; private set; }

    public void Report(CheckResult result)
    {
        if (result is null || result.Decision == Decision.Redact)
        {
            Fail(CheckFailure.BrokeContract(slot, "a redaction without a span"));
        }
        else
        {
            outcome.Add(order, result);
        }
    }

    public void Redact(TextEdit edit, CheckResult result)
    {
        bool fits = result is not null && edit is { Length: > 0, Replacement: not null }
            && edit.Start >= Safe && edit.End <= channel.Received;
        if (!fits)
        {
            Fail(CheckFailure.BrokeContract(slot, "its edits don't fit"));
            return;
        }

        channel.AddEdit(edit, order);
        outcome.Add(order, result!.Decision == Decision.Allow ? result with { Decision = Decision.Redact } : result);
    }

    internal void Open(RequestContext request, InspectionChannel name)
    {
        _budget = request.Budget;
        try
        {
            _inspector = ((IInspectionCheck)slot.Check).Open(request, name)
                ?? throw new InvalidOperationException("no inspector");
            outcome.CountSeen(order);
        }
        catch (Exception exception)
        {
            Fail(CheckFailure.Threw(slot, exception));
        }
    }

    internal void Push(ReadOnlySpan<char> text)
    {
        if (_inspector is null)
        {
            Safe = channel.Received;
            return;
        }

        long started = time.GetTimestamp();
        _budget!.Restart(time, started, slot.CpuBudget);
        try
        {
            int held = _inspector.Push(text, this);
            long safe = channel.Received - held;
            if (held < 0 || safe < Safe)
            {
                Fail(CheckFailure.BrokeContract(slot, "it holds back what it had let go"));
                return;
            }

            Safe = safe;
        }
        catch (CpuBudgetException)
        {
            Fail(CheckFailure.OverBudget(slot));
        }
        catch (Exception exception)
        {
            Fail(CheckFailure.Threw(slot, exception));
        }

        FailWhenLate(started);
    }

    internal void Complete()
    {
        if (_inspector is null)
        {
            return;
        }

        long started = time.GetTimestamp();
        _budget!.Restart(time, started, slot.CpuBudget);
        try
        {
            _inspector.Complete(this);
            Safe = channel.Received;
        }
        catch (CpuBudgetException)
        {
            Fail(CheckFailure.OverBudget(slot));
        }
        catch (Exception exception)
        {
            Fail(CheckFailure.Threw(slot, exception));
        }

        FailWhenLate(started);
    }

    private void FailWhenLate(long started)
    {
        if (time.GetElapsedTime(started) > slot.Timeout)
        {
            Fail(CheckFailure.TimedOut(slot));
        }
    }

    /// <summary>Blocks, and asks the inspector no more.</summary>
    private void Fail(CheckResult failure)
    {
        _inspector = null;
        outcome.Add(order, failure);
    }
}
