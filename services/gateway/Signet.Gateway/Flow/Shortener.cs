using Signet.Ledger.Events;

namespace Signet.Gateway.Flow;

/// <summary>Cuts what an event can't hold and remembers where, so that no request is too odd to be recorded.</summary>
internal sealed class Shortener
{
    private readonly List<string> _names = [];

    /// <summary>The members that were cut.</summary>
    public IReadOnlyList<string> Names => _names;

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

        return [.. items.Take(EventLimits.Items).Select(convert)];
    }

    private void Note(string member)
    {
        if (!_names.Contains(member))
        {
            _names.Add(member);
        }
    }
}
