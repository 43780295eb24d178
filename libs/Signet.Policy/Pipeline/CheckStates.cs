namespace Signet.Policy.Pipeline;

/// <summary>
/// State of checks that must not be lost when the policy is read again, such as how much of a limit is used. One object serves all builds
/// of a policy document, one after the other; what a build doesn't ask for is dropped when it is done. Safe for concurrent use.
/// </summary>
public sealed class CheckStates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, object> _states = new(StringComparer.Ordinal);

    // What the build that is going on has asked for; null between builds.
    private HashSet<string>? _asked;

    /// <summary>The state of a name, made when there is none of that type.</summary>
    /// <param name="key">Names the state; a check puts its policy and its own name in front, so that no two checks meet.</param>
    /// <param name="make">Makes it anew.</param>
    public T GetOrAdd<T>(string key, Func<T> make)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(make);
        lock (_lock)
        {
            _asked?.Add(key);
            if (_states.GetValueOrDefault(key) is not T state)
            {
                _states[key] = state = make();
            }

            return state;
        }
    }

    /// <summary>A build begins.</summary>
    internal void Begin()
    {
        lock (_lock)
        {
            _asked = new(StringComparer.Ordinal);
        }
    }

    /// <summary>The build is done, and its checks are what counts: the state that none of them asked for is dropped.</summary>
    internal void Settle()
    {
        lock (_lock)
        {
            foreach (string key in _states.Keys.Where(key => _asked?.Contains(key) == false).ToList())
            {
                _states.Remove(key);
            }

            _asked = null;
        }
    }
}
