namespace Signet.Ledger.Hashing;

/// <summary>
/// A SHA-256 that is under way. One that has thrown holds half of something: it is never used again. Not safe for concurrent use, and it
/// doesn't notice: only <see cref="Sha256"/>, and who has taken the thread's, holds one.
/// </summary>
internal abstract class HashContext : IDisposable
{
    [ThreadStatic]
    private static HashContext? _ofThread;

    /// <summary>A new one of the fastest kind that there is.</summary>
    public static HashContext Create() => EvpHashContext.IsAvailable ? new EvpHashContext() : new FrameworkHashContext();

    /// <summary>Takes the thread's own, at its beginning. One that isn't given back, since it failed, is replaced.</summary>
    public static HashContext Take()
    {
        var context = _ofThread ?? Create();
        _ofThread = null;
        return context;
    }

    /// <summary>Gives the thread's own back, at its beginning.</summary>
    public static void GiveBack(HashContext context) => _ofThread = context;

    /// <summary>Hashes more octets.</summary>
    public abstract void Append(ReadOnlySpan<byte> octets);

    /// <summary>The digest of what was appended; begins anew.</summary>
    public abstract Digest Finish();

    /// <summary>Another one that has hashed the same.</summary>
    public abstract HashContext Clone();

    /// <inheritdoc/>
    public abstract void Dispose();
}
