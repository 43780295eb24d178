using System.Buffers;
using Signet.Gateway.Json;

namespace Signet.Gateway.Streaming;

/// <summary>
/// An event of a stream that only says more of a text, with the text left out. Models say most of what they say in such events, which
/// then differ in nothing else; whatever has the same octets around a plain JSON string needn't be read again to know what it is.
/// </summary>
internal sealed class TextPattern
{
    /// <summary>ASCII that stands for itself in a string.</summary>
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', 0x80 - ' ').Select(octet => (byte)octet).Except("\"\\"u8.ToArray())]);

    private readonly ReadOnlyMemory<byte> _before;
    private readonly ReadOnlyMemory<byte> _after;

    /// <param name="name">The name of the event; empty for none.</param>
    /// <param name="octets">Its JSON.</param>
    /// <param name="text">The string in it that differs from event to event.</param>
    /// <param name="channel">The text that it belongs to.</param>
    public TextPattern(string name, ReadOnlyMemory<byte> octets, JsonPart text, GateChannel channel)
    {
        (Name, Channel) = (name, channel);
        (_before, _after) = (octets[..(text.Start + 1)], octets[(text.End - 1)..]);
    }

    public string Name { get; }

    public GateChannel Channel { get; }

    /// <summary>
    /// Reads the text of an event of the pattern; null for any other, and for a text with escapes or other characters than ASCII, which
    /// isn't read here.
    /// </summary>
    public string? Read(string name, ReadOnlySpan<byte> octets)
    {
        var before = _before.Span;
        var after = _after.Span;
        if (octets.Length <= before.Length + after.Length || (name.Length > 0 && name != Name)
            || !octets.StartsWith(before) || !octets.EndsWith(after))
        {
            return null;
        }

        var text = octets[before.Length..^after.Length];
        return text.ContainsAnyExcept(Plain) ? null : RecentStrings.Get(text);
    }

    /// <summary>The octets of an event of the pattern with another text.</summary>
    public byte[] Write(string text) => [.. _before.Span[..^1], .. JsonText.Encode(text), .. _after.Span[1..]];
}
