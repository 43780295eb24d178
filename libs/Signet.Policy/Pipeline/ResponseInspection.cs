namespace Signet.Policy.Pipeline;

/// <summary>
/// The inspection of one answer, channel by channel. Every inspector sees the text as the model wrote it; edits are made by the
/// caller when it releases text. Belongs to one request; not safe for concurrent use. Memory stays flat however long a channel gets,
/// as long as the caller drops the edits it has made (<see cref="DropEdits"/>).
/// </summary>
public sealed class ResponseInspection
{
    /// <summary>How many channels an answer may have at once; one more blocks.</summary>
    public const int MaxChannels = 256;

    private readonly CheckSlot[] _slots;
    private readonly RequestContext _request;
    private readonly TimeProvider _time;
    private readonly bool _shadow;
    private readonly OutcomeBuilder _outcome;
    private readonly Dictionary<InspectionChannel, ChannelState> _channels = [];

    internal ResponseInspection(CheckSlot[] slots, RequestContext request, bool shadow, TimeProvider time)
    {
        _slots = slots;
        _request = request;
        _shadow = shadow;
        _time = time;
        _outcome = new OutcomeBuilder(Stage.Inspection, slots, shadow);
    }

    /// <summary>The strictest outcome so far.</summary>
    public StageOutcome Outcome => _outcome.Build();

    /// <summary>True when the answer has been blocked or escalated and that binds: nothing more may be released.</summary>
    public bool IsStopped => !_shadow && _outcome.Decision >= Decision.Escalate;

    /// <summary>True once a check has wanted something edited, in whatever channel.</summary>
    public bool HasEdits => !_shadow && _outcome.Redactions > 0;

    /// <summary>Shows the next characters of a channel to every inspector.</summary>
    /// <returns>
    /// How many characters from the channel's start may be released by now, with the edits of <see cref="EditsOf"/>. It never falls,
    /// never splits an edit or a surrogate pair, and stays as it is once the answer is stopped. In shadow mode everything may be
    /// released (<see cref="long.MaxValue"/>).
    /// </returns>
    public long Push(InspectionChannel channel, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ChannelState? state = Find(channel);
        if (state is not null && !IsStopped)
        {
            state.Push(text);
        }

        return Releasable(state);
    }

    /// <summary>Ends a channel: what was held back is decided. Text after the end blocks; a second end does nothing.</summary>
    /// <returns>As <see cref="Push"/>: everything received, unless the answer is stopped.</returns>
    public long Complete(InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ChannelState? state = Find(channel);
        if (state is not null && !IsStopped)
        {
            state.Complete();
        }

        return Releasable(state);
    }

    /// <summary>
    /// Notes that the answer holds values that no check can read, such as pictures or vectors, so that the coverage of every check says
    /// so (<see cref="CheckCoverage.Unread"/>).
    /// </summary>
    /// <param name="count">How many more; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void CountUnread(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0)
        {
            _outcome.CountUnread(count);
        }
    }

    /// <summary>
    /// The edits of the part that may be released: ascending, without overlap, in characters from the channel's start. Edits of
    /// several checks that overlap are one, with the replacement of the one that starts first (then: of the check that runs first).
    /// Empty in shadow mode.
    /// </summary>
    public IReadOnlyList<TextEdit> EditsOf(InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return !_shadow && _channels.TryGetValue(channel, out ChannelState? state) ? state.ReleasedEdits() : [];
    }

    /// <summary>Forgets the edits that end at or before <paramref name="position"/>, because they have been made.</summary>
    public void DropEdits(InspectionChannel channel, long position)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (_channels.TryGetValue(channel, out ChannelState? state))
        {
            state.DropEdits(position);
        }
    }

    /// <summary>Forgets a channel that has ended, edits included: it no longer counts as one of <see cref="MaxChannels"/>.</summary>
    public void Forget(InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (_channels.TryGetValue(channel, out ChannelState? state) && state.IsCompleted)
        {
            _channels.Remove(channel);
        }
    }

    private long Releasable(ChannelState? state) => _shadow ? long.MaxValue : state?.Release(IsStopped) ?? 0;

    private ChannelState? Find(InspectionChannel channel)
    {
        if (_channels.TryGetValue(channel, out ChannelState? state))
        {
            return state;
        }

        if (IsStopped)
        {
            return null;
        }

        if (_channels.Count >= MaxChannels)
        {
            _outcome.CountUnread(1);
            _outcome.Add(CheckResult.Block("the answer has too many channels"));
            return null;
        }

        state = new ChannelState(_slots, _request, channel, _outcome, _shadow, _time);
        _channels.Add(channel, state);
        return state;
    }
}
