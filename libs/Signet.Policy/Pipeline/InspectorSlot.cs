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

    /// <summary>Shows the inspector the next characters.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="started">The time now.</param>
    /// <returns>The time when it was done: one inspector ends where the next begins, so that the clock is read once for both.</returns>
    internal long Push(ReadOnlySpan<char> text, long started)
    {
        if (_inspector is null)
        {
            Safe = channel.Received;
            return started;
        }

        _budget!.Restart(time, started, slot.CpuBudget);
        try
        {
            int held = _inspector.Push(text, this);
            long safe = channel.Received - held;
            if (held < 0 || safe < Safe)
            {
                Fail(CheckFailure.BrokeContract(slot, "it holds back what it had let go"));
                return time.GetTimestamp();
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

        return FailWhenLate(started);
    }

    /// <summary>Tells the inspector that nothing more comes; times as in <see cref="Push"/>.</summary>
    internal long Complete(long started)
    {
        if (_inspector is null)
        {
            return started;
        }

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

        return FailWhenLate(started);
    }

    private long FailWhenLate(long started)
    {
        long now = time.GetTimestamp();
        TimeSpan spent = time.GetElapsedTime(started, now);
        if (spent > slot.Timeout)
        {
            Fail(CheckFailure.TimedOut(slot));
        }
        else if (_budget!.IsOverdrawn(spent))
        {
            Fail(CheckFailure.OverBudget(slot));
        }

        return now;
    }

    /// <summary>Blocks, and asks the inspector no more.</summary>
    private void Fail(CheckResult failure)
    {
        _inspector = null;
        outcome.Add(order, failure);
    }
}
