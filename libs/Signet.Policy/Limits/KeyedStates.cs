using System.Runtime.InteropServices;

namespace Signet.Policy.Limits;

/// <summary>
/// What a limit knows of each key, in bounded memory. Only idle keys are forgotten, so nobody gets a fresh limit by crowding out his own;
/// where none is idle a new key has no place. Safe for concurrent use: keys are spread over shards, and only those of one shard wait
/// for each other.
/// </summary>
/// <typeparam name="TState">What is known of a key.</typeparam>
internal sealed class KeyedStates<TState>
    where TState : struct, IKeyedState
{
    private const int ShardBits = 4;
    private const int Shards = 1 << ShardBits;
    private const uint Spread = 0x9E3779B1;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];
    private volatile int _perShard;

    /// <summary>Room for about <paramref name="maxKeys"/>: each of 16 shards has its part of them.</summary>
    internal KeyedStates(int maxKeys) => Resize(maxKeys);

    /// <summary>How many keys are known.</summary>
    internal int Count
    {
        get
        {
            int count = 0;
            foreach (Shard shard in _shards)
            {
                lock (shard.Lock)
                {
                    count += shard.States.Count;
                }
            }

            return count;
        }
    }

    /// <summary>Makes room for more or fewer keys; those beyond are forgotten as they become idle.</summary>
    internal void Resize(int maxKeys) => _perShard = Math.Max(1, (maxKeys + Shards - 1) / Shards);

    /// <summary>Uses what is known of a key, and makes a place for it when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time, in the unit of <see cref="IKeyedState.IdleFrom"/>.</param>
    /// <param name="argument">Handed to <paramref name="use"/>.</param>
    /// <param name="use">What to do.</param>
    /// <param name="result">What that gave.</param>
    /// <param name="placeFrom">When there may be a place, where there is none now.</param>
    /// <returns>False when there is no place for a new key.</returns>
    internal bool TryUse<TArgument, TResult>(
        in LimitKey key, long now, TArgument argument, KeyedUse<TState, TArgument, TResult> use, out TResult? result, out long placeFrom)
    {
        Shard shard = ShardOf(key);
        lock (shard.Lock)
        {
            if (shard.States.Count >= _perShard && !shard.States.ContainsKey(key) && !shard.TryMakePlace(now, _perShard))
            {
                (result, placeFrom) = (default, shard.IdleFrom);
                return false;
            }

            result = shard.Use(key, argument, use);
            placeFrom = now;
            return true;
        }
    }

    /// <summary>Uses what is known of a key, if anything is.</summary>
    internal bool TryUseKnown<TArgument, TResult>(
        in LimitKey key, TArgument argument, KeyedUse<TState, TArgument, TResult> use, out TResult? result)
    {
        Shard shard = ShardOf(key);
        lock (shard.Lock)
        {
            if (!shard.States.ContainsKey(key))
            {
                result = default;
                return false;
            }

            result = shard.Use(key, argument, use);
            return true;
        }
    }

    private Shard ShardOf(in LimitKey key) => _shards[(uint)key.GetHashCode() * Spread >> (32 - ShardBits)];

    private sealed class Shard
    {
        internal Lock Lock { get; } = new();

        internal Dictionary<LimitKey, TState> States { get; } = [];

        /// <summary>No key is idle before: searching again would be in vain.</summary>
        internal long IdleFrom { get; private set; } = long.MinValue;

        internal TResult Use<TArgument, TResult>(in LimitKey key, TArgument argument, KeyedUse<TState, TArgument, TResult> use)
        {
            ref TState state = ref CollectionsMarshal.GetValueRefOrAddDefault(States, key, out _);
            TResult result = use(ref state, argument);
            IdleFrom = Math.Min(IdleFrom, state.IdleFrom);
            return result;
        }

        /// <summary>Forgets the keys that are idle.</summary>
        internal bool TryMakePlace(long now, int max)
        {
            if (now < IdleFrom)
            {
                return false;
            }

            IdleFrom = long.MaxValue;
            foreach ((LimitKey key, TState state) in States)
            {
                if (state.IdleFrom <= now)
                {
                    States.Remove(key);
                }
                else
                {
                    IdleFrom = Math.Min(IdleFrom, state.IdleFrom);
                }
            }

            return States.Count < max;
        }
    }
}
