using Signet.Ledger;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>
/// What the API server has said of tokens, by their digests. In two halves, so that it never holds more than twice its size and nothing has to
/// be searched: when the newer one is full the older one is dropped. Safe for concurrent use.
/// </summary>
internal sealed class ReviewCache(int size, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dictionary<Digest, (bool IsGood, DateTimeOffset Until)> _newer = [];
    private Dictionary<Digest, (bool IsGood, DateTimeOffset Until)> _older = [];

    /// <summary>How many answers it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _newer.Count + _older.Count;
            }
        }
    }

    /// <summary>What was said, while it holds; else null.</summary>
    public bool? Find(Digest token)
    {
        lock (_lock)
        {
            return (_newer.TryGetValue(token, out var known) || _older.TryGetValue(token, out known)) && time.GetUtcNow() < known.Until
                ? known.IsGood
                : null;
        }
    }

    /// <summary>Keeps an answer.</summary>
    public void Keep(Digest token, bool isGood, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (_newer.Count >= size)
            {
                (_older, _newer) = (_newer, []);
            }

            _newer[token] = (isGood, until);
        }
    }
}
