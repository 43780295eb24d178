using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signet.Gateway.Surfaces;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>The texts of one answer on their way through the inspection.</summary>
internal sealed class AnswerChannels(ResponseInspection inspection)
{
    private const int MaxChannels = 4 * ResponseInspection.MaxChannels;

    /// <summary>Different values that stand for themselves, such as the strings of a tool's schema that an answer echoes.</summary>
    private const int MaxWholes = 16_384;

    /// <summary>A longer value is remembered by its digest, whose length no shorter one has, so that memory stays bounded.</summary>
    private const int MaxKeptValue = 63;

    private readonly Dictionary<InspectionChannel, GateChannel> _channels = [];
    private readonly Dictionary<(InspectionChannel Channel, string Text), GateChannel?> _wholes = [];

    /// <summary>The inspection blocks beyond its own limit; this one holds in shadow mode too, so that memory stays bounded.</summary>
    public bool IsTooMany => _channels.Count > MaxChannels || _wholes.Count > MaxWholes;

    /// <summary>Measures what the model writes.</summary>
    public AnswerMeter Meter { get; } = new();

    /// <summary>The channel of a name.</summary>
    public GateChannel Open(InspectionChannel name)
    {
        if (!_channels.TryGetValue(name, out var channel))
        {
            _channels.Add(name, channel = new GateChannel(name));
        }

        return channel;
    }

    /// <summary>Shows the next characters of a channel to the inspection; returns the position of the first.</summary>
    public long Push(GateChannel channel, string text)
    {
        var start = channel.Received;
        channel.Received += text.Length;
        channel.Releasable = inspection.Push(channel.Name, text);
        if (channel.Name.IsOutput)
        {
            Meter.Add(text);
        }

        return start;
    }

    /// <summary>
    /// A value that stands for itself is inspected once, however often the answer repeats it. Returns its channel; null when there is
    /// nothing to edit in it, and then it takes no channel's room either.
    /// </summary>
    public GateChannel? Whole(AnswerText text)
    {
        var value = text.Text.Length <= MaxKeptValue
            ? text.Text
            : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.Text.AsSpan())));
        if (_wholes.TryGetValue((text.Channel, value), out var known))
        {
            return known;
        }

        var name = text.Channel with { Field = $"{text.Channel.Field}/{_wholes.Count}" };
        inspection.Push(name, text.Text);
        if (name.IsOutput)
        {
            Meter.Add(text.Text);
        }

        var releasable = inspection.Complete(name);
        if (inspection.IsStopped)
        {
            return null;
        }

        GateChannel? channel = null;
        if (inspection.EditsOf(name).Count == 0)
        {
            inspection.Forget(name);
        }
        else
        {
            channel = Open(name);
            (channel.Received, channel.Releasable) = (text.Text.Length, releasable);
        }

        _wholes.Add((text.Channel, value), channel);
        return channel;
    }

    /// <summary>Nothing more comes of a channel.</summary>
    public void End(GateChannel channel) => channel.Releasable = inspection.Complete(channel.Name);

    /// <summary>Nothing more comes of any channel.</summary>
    public void End()
    {
        foreach (var channel in _channels.Values)
        {
            if (!inspection.IsStopped)
            {
                End(channel);
            }
        }
    }
}
