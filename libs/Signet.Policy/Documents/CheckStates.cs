using System.Collections.Concurrent;

namespace Signet.Policy.Documents;

/// <summary>
/// State of checks that must not be lost when the policy is read again, such as how much of a limit is used. It is handed from one
/// build of the policies to the next; what the next doesn't ask for while it is built is dropped. Safe for concurrent use.
/// </summary>
public sealed class CheckStates
{
    private readonly ConcurrentDictionary<string, object> _states = new(StringComparer.Ordinal);
    private readonly CheckStates? _previous;

    /// <summary>No state yet.</summary>
    public CheckStates()
    {
    }

    private CheckStates(CheckStates previous) => _previous = previous;

    /// <summary>The state of a name, made when there is none of that type.</summary>
    /// <param name="key">Names the state; a check puts its policy and its own name in front, so that no two checks meet.</param>
    /// <param name="make">Makes it anew.</param>
    public T GetOrAdd<T>(string key, Func<T> make)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(make);
        object state = _states.GetOrAdd(
            key, static (name, from) => from.Previous?.Find<T>(name) ?? from.Make(), (Previous: _previous, Make: make));
        return state as T ?? throw new InvalidOperationException($"Two checks share the state {key}.");
    }

    /// <summary>The states of the next build: takes over what is asked for until <see cref="Settle"/>.</summary>
    internal CheckStates Next() => new(Settle());

    /// <summary>The same states, without those of the build before.</summary>
    internal CheckStates Settle()
    {
        CheckStates settled = new();
        foreach ((string key, object state) in _states)
        {
            settled._states.TryAdd(key, state);
        }

        return settled;
    }

    private T? Find<T>(string key)
        where T : class => _states.TryGetValue(key, out object? state) ? state as T : null;
}
