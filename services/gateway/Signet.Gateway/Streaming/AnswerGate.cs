using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>
/// Stands between the model and the caller. Takes an answer piece by piece, shows every string to the inspection, puts tool calls
/// together and has each judged, and gives pieces out again, in order and edited, once nothing in them is undecided. A unary answer
/// is one piece; so what is decided doesn't depend on how an answer travels. Belongs to one answer.
/// </summary>
internal sealed class AnswerGate
{
    /// <summary>The most octets held back; more ends the answer.</summary>
    public const int MaxHeldOctets = 4 << 20;

    private const int MaxChannels = 4 * ResponseInspection.MaxChannels;
    private const int MaxUnknowns = 16;

    /// <summary>Different values that stand for themselves, such as the strings of a tool's schema that an answer echoes.</summary>
    private const int MaxWholes = 16_384;

    /// <summary>A longer value is remembered by its digest, whose length no shorter one has, so that memory stays bounded.</summary>
    private const int MaxKeptValue = 63;

    private readonly IAnswerReader _reader;
    private readonly ResponseInspection _inspection;
    private readonly Func<ToolCall, bool, ValueTask<CallVerdict>> _judge;
    private readonly Queue<HeldPiece> _held = [];
    private readonly Queue<GatedPiece> _edited = [];
    private readonly Dictionary<InspectionChannel, (long Received, long Releasable)> _channels = [];
    private readonly Dictionary<(string Field, string Text), InspectionChannel?> _wholes = [];
    private readonly Dictionary<int, ChoiceState> _choices = [];
    private readonly PieceEditor _editor;
    private readonly bool _passUnknown;
    private readonly int _maxHeld;
    private long _heldOctets;

    /// <summary>Makes the gate of one answer.</summary>
    /// <param name="reader">Reads its wire format.</param>
    /// <param name="inspection">Inspects it.</param>
    /// <param name="judge">Decides about a complete call and records it; the second argument is true when it can't go out as it is.</param>
    /// <param name="passUnknown">True to let out what the surface doesn't know by name, inspected like all else.</param>
    /// <param name="maxHeld">The most octets held back.</param>
    public AnswerGate(
        IAnswerReader reader,
        ResponseInspection inspection,
        Func<ToolCall, bool, ValueTask<CallVerdict>> judge,
        bool passUnknown = false,
        int maxHeld = MaxHeldOctets)
    {
        (_reader, _inspection, _judge, _passUnknown, _maxHeld) = (reader, inspection, judge, passUnknown, maxHeld);
        _editor = new PieceEditor(reader, inspection, _choices);
    }

    public GateState State { get; private set; }

    /// <summary>Why the model stopped, as far as the specification knows the word.</summary>
    public string? FinishReason { get; private set; }

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    /// <summary>True once the event has come after which the stream has none.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when the upstream has said that it failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What the surface didn't know by name, each once.</summary>
    public SortedSet<string> Unknowns { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes the next piece. When it returns, every string of it has been inspected and every call that it completes recorded.
    /// </summary>
    /// <param name="root">The piece.</param>
    /// <param name="octets">The octets that it stands in.</param>
    /// <param name="name">The name of its event; empty for none.</param>
    public async ValueTask<GateState> AddAsync(JsonPart root, ReadOnlyMemory<byte> octets, string name = "")
    {
        if (State != GateState.Open)
        {
            return State;
        }

        // :: 1: the surface says where what stands.
        if (!root.IsObject || _reader.Read(root, octets.Span) is not { } piece)
        {
            return State = GateState.Malformed;
        }

        // :: 2: every string goes to the inspection; what isn't one is counted.
        _inspection.CountUnread(piece.Unread);
        var spans = Inspect(piece);
        if (_inspection.IsStopped)
        {
            return State = GateState.Stopped;
        }

        if (!TakeUnknowns(piece))
        {
            return State = GateState.Unknown;
        }

        // The inspection blocks beyond its own limit; this one holds in shadow mode too, so that memory stays bounded.
        if (State != GateState.Open || _channels.Count > MaxChannels || _wholes.Count > MaxWholes)
        {
            return State = GateState.Malformed;
        }

        // :: 3: tool calls grow.
        if (!piece.Calls.TrueForAll(TryGrow))
        {
            return State = GateState.Malformed;
        }

        foreach (var (slot, call, _) in piece.Dependents)
        {
            Choice(slot.Choice).Dependents[slot.Slot] = call.Slot;
        }

        _held.Enqueue(new HeldPiece(name, octets, root, piece, spans));
        _heldOctets += octets.Length;
        (InputTokens, OutputTokens) = (piece.InputTokens ?? InputTokens, piece.OutputTokens ?? OutputTokens);
        (HasEnded, HasFailed) = (HasEnded || piece.IsLast, HasFailed || piece.IsFailure);

        // :: 4: complete calls are judged; those of a choice that has ended are complete.
        foreach (var key in piece.CompleteCalls)
        {
            if (await JudgeAsync(key) != GateState.Open)
            {
                return State;
            }
        }

        foreach (var finish in piece.Finishes)
        {
            FinishReason ??= finish.Word;
            if (await FinishAsync(finish.Choice) != GateState.Open)
            {
                return State;
            }
        }

        return State;
    }

    /// <summary>The answer has ended: judges what is left and ends every channel.</summary>
    public async ValueTask<GateState> CompleteAsync()
    {
        foreach (var choice in _choices.Keys.Order().ToArray())
        {
            if (State == GateState.Open)
            {
                await FinishAsync(choice);
            }
        }

        foreach (var channel in _channels.Keys.ToArray())
        {
            if (State == GateState.Open)
            {
                End(channel);
            }
        }

        return State;
    }

    /// <summary>
    /// The next piece that may go out, edited. False when the next one, if any, must wait. What was releasable before the answer was
    /// stopped stays so.
    /// </summary>
    public bool TryTake(out GatedPiece piece)
    {
        while (!_edited.TryDequeue(out piece))
        {
            if (!_held.TryPeek(out var head) || !IsReleasable(head))
            {
                if (_heldOctets > _maxHeld && State == GateState.Open)
                {
                    State = GateState.TooMuchHeld;
                }

                return false;
            }

            _held.Dequeue();
            _heldOctets -= head.Octets.Length;
            _editor.Edit(head, _edited);
        }

        return true;
    }

    private bool TakeUnknowns(AnswerPiece piece)
    {
        foreach (var unknown in piece.Unknowns)
        {
            // As many as the record of the answer has room for.
            if (Unknowns.Count < MaxUnknowns)
            {
                Unknowns.Add(unknown);
            }
        }

        return _passUnknown || piece.Unknowns.Count == 0;
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

    private List<(AnswerText Text, InspectionChannel Channel, long Start)> Inspect(AnswerPiece piece)
    {
        var spans = new List<(AnswerText, InspectionChannel, long)>(piece.Texts.Count);
        foreach (var text in piece.Texts)
        {
            if (text.Text.Length == 0)
            {
                continue;
            }

            if (text.Whole)
            {
                var whole = InspectWhole(text);
                if (whole is not null)
                {
                    spans.Add((text, whole, 0));
                }

                Note(text, whole);
                continue;
            }

            var start = _channels.GetValueOrDefault(text.Channel).Received;
            _channels[text.Channel] = (start + text.Text.Length, _inspection.Push(text.Channel, text.Text));
            spans.Add((text, text.Channel, start));
            Note(text, text.Channel);
        }

        return spans;
    }

    private void Note(AnswerText text, InspectionChannel? channel)
    {
        if (text.Call is { } key)
        {
            if (channel is null)
            {
                return;
            }

            var call = Call(key);
            call.Channels.Add(channel);
            if (call.IsReleased && _inspection.EditsOf(channel).Count > 0)
            {
                // A call that is out can't be taken back, and is never edited.
                State = GateState.Malformed;
            }
        }
        else if (text.Channel.Kind is ContentKind.Text or ContentKind.Refusal)
        {
            Choice(text.Channel.Choice).HasText = true;
        }
    }

    /// <summary>
    /// A value that stands for itself is inspected once, however often the answer repeats it. Returns its channel; null when there is
    /// nothing to edit in it, and then it takes no channel's room either.
    /// </summary>
    private InspectionChannel? InspectWhole(AnswerText text)
    {
        var value = text.Text.Length <= MaxKeptValue
            ? text.Text
            : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.Text.AsSpan())));
        var key = (text.Channel.Choice + text.Channel.Field, value);
        if (_wholes.TryGetValue(key, out var known))
        {
            return known;
        }

        var channel = text.Channel with { Field = $"{text.Channel.Field}/{_wholes.Count}" };
        _inspection.Push(channel, text.Text);
        var releasable = _inspection.Complete(channel);
        if (_inspection.IsStopped)
        {
            return null;
        }

        if (_inspection.EditsOf(channel).Count == 0)
        {
            _inspection.Forget(channel);
            _wholes.Add(key, null);
            return null;
        }

        _channels[channel] = (text.Text.Length, releasable);
        _wholes.Add(key, channel);
        return channel;
    }

    private async ValueTask<GateState> FinishAsync(int index)
    {
        var choice = Choice(index);
        choice.IsFinished = true;
        foreach (var slot in choice.Calls.Keys)
        {
            if (await JudgeAsync(new CallKey(index, slot)) != GateState.Open)
            {
                break;
            }
        }

        return State;
    }

    private async ValueTask<GateState> JudgeAsync(CallKey key)
    {
        var call = Call(key);
        if (call.IsDecided)
        {
            return State;
        }

        InspectUnescaped(key, call);

        // Arguments are never edited: a call whose text would have to be is withheld.
        var edited = false;
        foreach (var channel in call.Channels)
        {
            End(channel);
            edited |= _inspection.EditsOf(channel).Count > 0;
        }

        if (State != GateState.Open)
        {
            return State;
        }

        var verdict = await _judge(call.Build(key.Choice, Math.Max(key.Slot, 0)), edited);
        if (verdict == CallVerdict.Unrecorded)
        {
            return State = GateState.Unrecorded;
        }

        (call.IsDecided, call.IsReleased) = (true, verdict == CallVerdict.Release);
        return State;
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

        var channel = new InspectionChannel(key.Choice, ContentKind.ToolCall, $"calls/{key.Slot}/unescaped");
        var text = JsonText.Unescape(arguments);
        _channels[channel] = (text.Length, _inspection.Push(channel, text));
        call.Channels.Add(channel);
    }

    private void End(InspectionChannel channel)
    {
        _channels[channel] = _channels[channel] with { Releasable = _inspection.Complete(channel) };
        if (_inspection.IsStopped)
        {
            State = GateState.Stopped;
        }
    }

    private bool IsReleasable(HeldPiece piece)
    {
        foreach (var fragment in piece.Piece.Calls)
        {
            if (!Call(fragment.Key).IsDecided)
            {
                return false;
            }
        }

        foreach (var dependent in piece.Piece.Dependents)
        {
            if (!Call(dependent.Call).IsDecided)
            {
                return false;
            }
        }

        foreach (var (text, channel, start) in piece.Spans)
        {
            if (text.Call is null && _channels[channel].Releasable < start + text.Text.Length)
            {
                return false;
            }
        }

        return true;
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
