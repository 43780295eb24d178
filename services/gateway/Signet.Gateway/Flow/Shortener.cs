using Signet.Ledger.Events;

namespace Signet.Gateway.Flow;

/// <summary>Cuts what an event can't hold and remembers where, so that no request is too odd to be recorded.</summary>
internal sealed class Shortener
{
    private List<string>? _names;

    /// <summary>The members that were cut.</summary>
    public IReadOnlyList<string> Names => _names ?? (IReadOnlyList<string>)[];

    public string Text(string member, string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        Note(member);
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    public IReadOnlyList<TOut> Items<TIn, TOut>(string member, IReadOnlyList<TIn> items, Func<TIn, TOut> convert)
    {
        if (items.Count > EventLimits.Items)
        {
            Note(member);
        }

        var kept = new TOut[Math.Min(items.Count, EventLimits.Items)];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = convert(items[i]);
        }

        return kept;
    }

    private void Note(string member)
    {
        if (_names?.Contains(member) != true)
        {
            (_names ??= []).Add(member);
        }
    }
}
