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

    private const int MaxUnknowns = 16;

    private readonly IAnswerReader _reader;
    private readonly ResponseInspection _inspection;
    private readonly Func<ToolCall, bool, ValueTask<CallVerdict>> _judge;
    private readonly Queue<HeldPiece> _held = [];
    private readonly Queue<GatedPiece> _edited = [];
    private readonly AnswerChannels _channels;
    private readonly Dictionary<int, ChoiceState> _choices = [];
    private readonly PieceEditor _editor;
    private TextPattern? _pattern;
    private HashSet<string>? _unknowns;
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
        _channels = new AnswerChannels(inspection);
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
    public IReadOnlyCollection<string> Unknowns => _unknowns ?? (IReadOnlyCollection<string>)[];

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

        _pattern = null;

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

        if (State != GateState.Open || _channels.IsTooMany)
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

        _held.Enqueue(new HeldTree(name, octets, root, piece, spans));
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

        if (piece.IsTextAlone && piece.Varying is { } varying && spans is [var (text, channel, _)] && text.Place.Part == varying
            && piece.Numbers.TrueForAll(number => _editor.NumberOf(number.Slot) == number.Slot.Slot))
        {
            _pattern = new TextPattern(name, octets, varying, channel);
        }

        return State;
    }

    /// <summary>
    /// Takes the next piece if it differs from the one before in its text alone, and so is what that one was. False for any other, which
    /// isn't taken: <see cref="AddAsync"/> does.
    /// </summary>
    /// <param name="octets">The octets of the piece.</param>
    /// <param name="name">The name of its event as it came; empty for none.</param>
    public bool TryAddText(ReadOnlyMemory<byte> octets, string name)
    {
        if (State != GateState.Open || _pattern?.Read(name, octets.Span) is not { } text)
        {
            return false;
        }

        var start = _channels.Push(_pattern.Channel, text);
        if (_inspection.IsStopped)
        {
            State = GateState.Stopped;
            return true;
        }

        _held.Enqueue(new HeldText(octets, _pattern, text, start));
        _heldOctets += octets.Length;
        return true;
    }

    /// <summary>The answer has ended: judges what is left and ends every channel.</summary>
    public async ValueTask<GateState> CompleteAsync()
    {
        if (_choices.Count > 0)
        {
            foreach (var choice in _choices.Keys.Order().ToArray())
            {
                if (State == GateState.Open)
                {
                    await FinishAsync(choice);
                }
            }
        }

        if (State == GateState.Open)
        {
            _channels.End();
            State = _inspection.IsStopped ? GateState.Stopped : State;
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
                (_unknowns ??= []).Add(unknown);
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

    private List<(AnswerText Text, GateChannel Channel, long Start)> Inspect(AnswerPiece piece)
    {
        var spans = new List<(AnswerText, GateChannel, long)>();
        foreach (var text in piece.Texts)
        {
            if (text.Text.Length == 0)
            {
                continue;
            }

            var channel = text.Whole ? _channels.Whole(text) : _channels.Open(text.Channel);
            if (channel is not null)
            {
                spans.Add((text, channel, text.Whole ? 0 : _channels.Push(channel, text.Text)));
            }

            Note(text, channel);
        }

        return spans;
    }

    private void Note(AnswerText text, GateChannel? channel)
    {
        if (text.Call is not { } key)
        {
            if (text.Channel.Kind is ContentKind.Text or ContentKind.Refusal)
            {
                Choice(text.Channel.Choice).HasText = true;
            }
        }
        else if (channel is not null)
        {
            var call = Call(key);
            call.Channels.Add(channel);
            if (call.IsReleased && _inspection.EditsOf(channel.Name).Count > 0)
            {
                // A call that is out can't be taken back, and is never edited.
                State = GateState.Malformed;
            }
        }
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
            _channels.End(channel);
            edited |= _inspection.EditsOf(channel.Name).Count > 0;
        }

        if (_inspection.IsStopped)
        {
            return State = GateState.Stopped;
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

        var channel = _channels.Open(new InspectionChannel(key.Choice, ContentKind.ToolCall, $"calls/{key.Slot}/unescaped"));
        _channels.Push(channel, JsonText.Unescape(arguments));
        call.Channels.Add(channel);
    }

    private bool IsReleasable(HeldPiece held) => held switch
    {
        HeldText text => text.Pattern.Channel.Releasable >= text.Start + text.Text.Length,
        HeldTree tree => IsReleasable(tree),
        _ => false,
    };

    private bool IsReleasable(HeldTree held)
    {
        foreach (var fragment in held.Piece.Calls)
        {
            if (!Call(fragment.Key).IsDecided)
            {
                return false;
            }
        }

        foreach (var dependent in held.Piece.Dependents)
        {
            if (!Call(dependent.Call).IsDecided)
            {
                return false;
            }
        }

        foreach (var (text, channel, start) in held.Spans)
        {
            if (text.Call is null && channel.Releasable < start + text.Text.Length)
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
