namespace Signet.Policy.Limits;

/// <summary>What a limit knows of one key. Its default value is that of a key that was never seen.</summary>
internal interface IKeyedState
{
    /// <summary>When it will be as good as its default value, if nothing happens before; forgetting it then changes nothing.</summary>
    long IdleFrom { get; }
}
