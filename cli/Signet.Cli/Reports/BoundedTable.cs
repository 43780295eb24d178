using Signet.Cli.Counting;

namespace Signet.Cli.Reports;

/// <summary>A value for each name, up to so many names; all others share one, so that memory stays flat whatever callers call themselves.</summary>
internal sealed class BoundedTable<T>
    where T : class, new()
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    public T this[string name]
    {
        get
        {
            if (_values.TryGetValue(name, out var value))
            {
                return value;
            }

            name = _values.Count < EntryCounts.MaxGroups ? name : EntryCounts.Others;
            return _values.TryGetValue(name, out value) ? value : _values[name] = new T();
        }
    }

    public IEnumerable<KeyValuePair<string, T>> Items => _values;
}
