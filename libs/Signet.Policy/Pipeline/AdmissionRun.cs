using Signet.Policy.Content;

namespace Signet.Policy.Pipeline;

/// <summary>
/// One request's way through the admission checks.
/// <list type="number">
/// <item>Every check runs in order. In enforce mode a block ends the stage.</item>
/// <item>A check's edits are made at once, so that the checks after it see the edited text.</item>
/// <item>Checks that read content and last saw another version of it run again, in further passes, until nothing is edited.</item>
/// <item>Text that still changes after <see cref="MaxPasses"/> passes is refused.</item>
/// </list>
/// </summary>
internal sealed class AdmissionRun(CheckSlot[] slots, OwnerAnswer[] owners, RequestContext request, bool shadow, TimeProvider time)
{
    internal const int MaxPasses = 4;
    private const int NotRun = -1;

    private readonly OutcomeBuilder _outcome = new(Stage.Admission, slots, shadow);
    private int _version;

    internal async ValueTask<StageOutcome> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ContentItem> original = request.Content;
        using CheckInvoker invoker = new(time, request.Budget, cancellationToken);
        try
        {
            await RunPassesAsync(invoker);
        }
        finally
        {
            if (shadow)
            {
                // The checks were shown the edited text so that the record says what would have been; the request goes on as it came.
                request.Content = original;
            }
        }

        return _outcome.Build();
    }

    private async ValueTask RunPassesAsync(CheckInvoker invoker)
    {
        int[] seenVersion = new int[slots.Length];
        Array.Fill(seenVersion, NotRun);
        for (int pass = 0; pass < MaxPasses; pass++)
        {
            for (int i = 0; i < slots.Length; i++)
            {
                if (!IsDue(i, seenVersion[i]))
                {
                    continue;
                }

                seenVersion[i] = _version;
                Decision decision = await RunCheckAsync(i, invoker);
                if (decision == Decision.Block && !shadow)
                {
                    return;
                }
            }

            if (!IsAnyDue(seenVersion))
            {
                return;
            }
        }

        _outcome.Add(CheckResult.Block("redaction did not settle"));
    }

    private bool IsAnyDue(int[] seenVersion)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (IsDue(i, seenVersion[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDue(int slot, int seenVersion) =>
        seenVersion == NotRun || (seenVersion != _version && ((IAdmissionCheck)slots[slot].Check).ReadsContent);

    private async ValueTask<Decision> RunCheckAsync(int index, CheckInvoker invoker)
    {
        CheckSlot slot = slots[index];
        long began = time.GetTimestamp();
        (AdmissionResult? answer, CheckResult? failure) = index < owners.Length && _version == 0
            ? (owners[index].Answer, owners[index].Failure)
            : await invoker.InvokeAsync(
                slot,
                (Check: (IAdmissionCheck)slot.Check, Request: request),
                static (state, token) => state.Check.AdmitAsync(state.Request, token));
        _outcome.Spend(index, time.GetElapsedTime(began));
        if (answer is null)
        {
            return _outcome.Add(index, failure!);
        }

        if (answer.Result is null || answer.Edits is null)
        {
            return _outcome.Add(index, CheckFailure.BrokeContract(slot, "it gave no answer"));
        }

        _outcome.Cover(index, answer.Seen, answer.Skipped, answer.Unread);
        Decision decision = _outcome.Add(index, answer.Result);
        if (decision == Decision.Block)
        {
            return decision;
        }

        if ((decision == Decision.Redact && answer.Edits.Count == 0) || (decision == Decision.Allow && answer.Edits.Count > 0)
            || !TryApply(answer.Edits))
        {
            return _outcome.Add(index, CheckFailure.BrokeContract(slot, "its edits don't fit"));
        }

        return decision;
    }

    /// <summary>Makes the edits in a new content list, all or none.</summary>
    private bool TryApply(IReadOnlyList<(int Item, TextEdit Edit)> edits)
    {
        if (edits.Count == 0)
        {
            return true;
        }

        ContentItem[] content = [.. request.Content];
        List<TextEdit> ofItem = [];
        for (int i = 0; i < edits.Count; i++)
        {
            (int item, TextEdit edit) = edits[i];
            bool fits = item >= 0 && item < content.Length && edit is { Start: >= 0, Length: > 0, Replacement: not null }
                && edit.End <= content[item].Text.Length && (ofItem.Count == 0 || ofItem[^1].End <= edit.Start);
            if (!fits)
            {
                return false;
            }

            ofItem.Add(edit);
            if (i + 1 < edits.Count && edits[i + 1].Item < item)
            {
                return false;
            }

            if (i + 1 == edits.Count || edits[i + 1].Item != item)
            {
                content[item] = content[item] with { Text = EditList.Apply(content[item].Text, ofItem) };
                ofItem.Clear();
            }
        }

        request.Content = content;
        _version++;
        _outcome.CountRedactions(edits.Count);
        return true;
    }
}
