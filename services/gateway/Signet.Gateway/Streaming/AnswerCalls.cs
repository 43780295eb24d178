using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>Puts the tool calls of one answer together, and has each judged once it is complete.</summary>
/// <param name="channels">The texts of the answer.</param>
/// <param name="inspection">Inspects them.</param>
/// <param name="judge">Decides about a complete call and records it; the second argument says why it can't go out as it is, or is null.</param>
internal sealed class AnswerCalls(
    AnswerChannels channels, ResponseInspection inspection, Func<ToolCall, string?, ValueTask<CallVerdict>> judge)
{
    private readonly Dictionary<int, ChoiceState> _choices = [];

    /// <summary>What is known of each choice that has said something.</summary>
    public IReadOnlyDictionary<int, ChoiceState> Choices => _choices;

    /// <summary>Notes what a text belongs to. False when it would have to be edited in a call that is out already.</summary>
    public bool Note(AnswerText text, GateChannel? channel)
    {
        if (text.Call is not { } key)
        {
            if (text.Channel.Kind is ContentKind.Text or ContentKind.Refusal)
            {
                Choice(text.Channel.Choice).HasText = true;
            }

            return true;
        }

        if (channel is null)
        {
            return true;
        }

        var call = Call(key);
        call.Channels.Add(channel);
        return !call.IsReleased || inspection.EditsOf(channel.Name).Count == 0;
    }

    /// <summary>Takes what a piece says of calls; false when it adds to a call that was judged, or to a choice that has ended.</summary>
    public bool TryTake(AnswerPiece piece)
    {
        foreach (var fragment in piece.Calls)
        {
            if (!TryGrow(fragment))
            {
                return false;
            }
        }

        foreach (var (slot, call, _) in piece.Dependents)
        {
            Choice(slot.Choice).Dependents[slot.Slot] = call.Slot;
        }

        return true;
    }

    /// <summary>True when everything of a piece that hangs on a call's fate has one.</summary>
    public bool AreDecided(AnswerPiece piece)
    {
        foreach (var fragment in piece.Calls)
        {
            if (!Call(fragment.Key).IsDecided)
            {
                return false;
            }
        }

        foreach (var dependent in piece.Dependents)
        {
            if (!Call(dependent.Call).IsDecided)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a number goes out as it came, whatever becomes of calls that nobody has judged yet.</summary>
    public bool IsSettled(CallKey slot)
    {
        var choice = Choice(slot.Choice);
        foreach (var call in choice.Calls.Values)
        {
            if (!call.IsDecided)
            {
                return false;
            }
        }

        return choice.NumberOf(slot.Slot) == slot.Slot;
    }

    /// <summary>A choice has ended: all its calls are complete.</summary>
    public async ValueTask<GateState> FinishAsync(int index)
    {
        var choice = Choice(index);
        choice.IsFinished = true;
        foreach (var slot in choice.Calls.Keys)
        {
            if (await JudgeAsync(new CallKey(index, slot)) is not GateState.Open and var state)
            {
                return state;
            }
        }

        return GateState.Open;
    }

    /// <summary>Has a complete call judged, and its verdict recorded; one that has been judged stays as it is.</summary>
    public async ValueTask<GateState> JudgeAsync(CallKey key)
    {
        var call = Call(key);
        if (call.IsDecided)
        {
            return GateState.Open;
        }

        InspectUnescaped(key, call);

        // Arguments are never edited: a call whose text would have to be is withheld.
        var edited = false;
        foreach (var channel in call.Channels)
        {
            channels.End(channel);
            edited |= inspection.EditsOf(channel.Name).Count > 0;
        }

        if (inspection.IsStopped)
        {
            return GateState.Stopped;
        }

        var fault = edited ? "the text of the call would have to be redacted"
            : call.IsNamedTwice ? "the call's name came in several pieces"
            : null;
        var verdict = await judge(call.Build(key.Choice, Math.Max(key.Slot, 0)), fault);
        if (verdict == CallVerdict.Unrecorded)
        {
            return GateState.Unrecorded;
        }

        (call.IsDecided, call.IsReleased) = (true, verdict == CallVerdict.Release);
        return GateState.Open;
    }

    /// <summary>Nothing may be added to a call that was judged, or to a choice that has ended; repeating what it says adds nothing.</summary>
    private bool TryGrow(CallFragment fragment)
    {
        var call = Call(fragment.Key);
        if (fragment.IsRepetition)
        {
            return call.Repeat(fragment.CallId, fragment.Name, fragment.Arguments);
        }

        var says = fragment.CallId is not null || fragment.Name is not null || fragment.Arguments is not null;
        if ((says && call.IsDecided) || Choice(fragment.Key.Choice).IsFinished)
        {
            return false;
        }

        call.IsProviders |= fragment.IsProviders;
        call.Add(fragment.CallId, fragment.Name, fragment.Arguments);
        return true;
    }

    /// <summary>
    /// Arguments are JSON, mostly, so what a tool gets may be written there with escapes. They are undone for the whole of the text:
    /// escapes stand only inside strings, and half-written JSON, which lenient SDKs read, hides nothing either.
    /// </summary>
    private void InspectUnescaped(CallKey key, CallState call)
    {
        var arguments = call.Arguments;
        if (!arguments.Contains('\\', StringComparison.Ordinal))
        {
            return;
        }

        var channel = channels.Open(new InspectionChannel(key.Choice, ContentKind.ToolCall, $"calls/{key.Slot}/unescaped") { IsRepetition = true });
        channels.Push(channel, JsonText.Unescape(arguments));
        call.Channels.Add(channel);
    }

    private ChoiceState Choice(int index)
    {
        if (!_choices.TryGetValue(index, out var choice))
        {
            _choices.Add(index, choice = new ChoiceState());
        }

        return choice;
    }

    private CallState Call(CallKey key)
    {
        var calls = Choice(key.Choice).Calls;
        if (!calls.TryGetValue(key.Slot, out var call))
        {
            calls.Add(key.Slot, call = new CallState());
        }

        return call;
    }
}
