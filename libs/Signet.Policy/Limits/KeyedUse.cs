namespace Signet.Policy.Limits;

/// <summary>Does something with what a limit knows of one key, alone with it. Short: others of the same shard wait.</summary>
internal delegate TResult KeyedUse<TState, in TArgument, out TResult>(ref TState state, TArgument argument)
    where TState : struct;
