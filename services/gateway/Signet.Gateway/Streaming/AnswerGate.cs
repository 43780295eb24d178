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
    private readonly Queue<HeldPiece> _held = [];
    private readonly Queue<GatedPiece> _edited = [];
    private readonly AnswerChannels _channels;
    private readonly AnswerCalls _calls;
    private readonly PieceEditor _editor;
    private TextPattern? _pattern;
    private HashSet<string>? _unknowns;
    private readonly bool _passUnknown;
    private readonly int _maxHeld;
    private long _heldOctets;

    /// <summary>Makes the gate of one answer.</summary>
    /// <param name="reader">Reads its wire format.</param>
    /// <param name="inspection">Inspects it.</param>
    /// <param name="judge">Decides about a complete call and records it; the second argument says why it can't go out as it is, or is null.</param>
    /// <param name="passUnknown">True to let out what the surface doesn't know by name, inspected like all else.</param>
    /// <param name="maxHeld">The most octets held back.</param>
    public AnswerGate(
        IAnswerReader reader,
        ResponseInspection inspection,
        Func<ToolCall, string?, ValueTask<CallVerdict>> judge,
        bool passUnknown = false,
        int maxHeld = MaxHeldOctets)
    {
        (_reader, _inspection, _passUnknown, _maxHeld) = (reader, inspection, passUnknown, maxHeld);
        _channels = new AnswerChannels(inspection);
        _calls = new AnswerCalls(_channels, inspection, judge);
        _editor = new PieceEditor(reader, inspection, _calls.Choices);
    }

    public GateState State { get; private set; }

    /// <summary>Why the model stopped, as far as the specification knows the word.</summary>
    public string? FinishReason { get; private set; }

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    /// <summary>True when the answer says that the model goes on elsewhere.</summary>
    public bool IsUnfinished { get; private set; }

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

        // What the model used counts whatever becomes of what it said.
        (InputTokens, OutputTokens) = (piece.InputTokens ?? InputTokens, piece.OutputTokens ?? OutputTokens);
        IsUnfinished |= piece.IsUnfinished;

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
        if (!_calls.TryTake(piece))
        {
            return State = GateState.Malformed;
        }

        _held.Enqueue(new HeldTree(name, octets, root, piece, spans));
        _heldOctets += octets.Length;
        (HasEnded, HasFailed) = (HasEnded || piece.IsLast, HasFailed || piece.IsFailure);

        // :: 4: complete calls are judged; those of a choice that has ended are complete.
        foreach (var key in piece.CompleteCalls)
        {
            if ((State = await _calls.JudgeAsync(key)) != GateState.Open)
            {
                return State;
            }
        }

        foreach (var finish in piece.Finishes)
        {
            FinishReason ??= finish.Word;
            if ((State = await _calls.FinishAsync(finish.Choice)) != GateState.Open)
            {
                return State;
            }
        }

        if (piece.IsTextAlone && piece.Varying is { } varying && spans is [var (text, channel, _)] && text.Place.Part == varying
            && piece.Numbers.TrueForAll(number => _calls.IsSettled(number.Slot)))
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
        if (_calls.Choices.Count > 0)
        {
            foreach (var choice in _calls.Choices.Keys.Order().ToArray())
            {
                if (State == GateState.Open)
                {
                    State = await _calls.FinishAsync(choice);
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

    /// <summary>How many tokens the model has written so far, by signet's own count.</summary>
    public long EstimateOutput(ITokenCounter tokens, string? model) => _channels.Meter.Estimate(tokens, model);

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

            if (!_calls.Note(text, channel))
            {
                // A call that is out can't be taken back, and is never edited.
                State = GateState.Malformed;
            }
        }

        return spans;
    }

    private bool IsReleasable(HeldPiece held) => held switch
    {
        HeldText text => text.Pattern.Channel.Releasable >= text.Start + text.Text.Length,
        HeldTree tree => IsReleasable(tree),
        _ => false,
    };

    private bool IsReleasable(HeldTree held)
    {
        if (!_calls.AreDecided(held.Piece))
        {
            return false;
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
}
