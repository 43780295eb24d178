using System.Security.Cryptography;

namespace Signet.Ledger.Hashing;

/// <summary>
/// SHA-256 of what comes in pieces; <see cref="Digest.Of(ReadOnlySpan{byte})"/> is for what is there at once. Not safe for concurrent use: a
/// second thread is refused. One that has failed, or is disposed of, refuses everything.
/// </summary>
public sealed class Sha256 : IDisposable
{
    private readonly HashContext _context;
    private int _taken;

    internal Sha256(HashContext context) => _context = context;

    /// <summary>Begins one. Who has no place to dispose of it leaves it to the collector.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    public static Sha256 Begin() => new(HashContext.Create());

    /// <summary>Hashes more octets.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    /// <exception cref="InvalidOperationException">It is disposed of, has failed, or another thread uses it.</exception>
    public void Append(ReadOnlySpan<byte> octets)
    {
        Take();
        _context.Append(octets);
        GiveBack();
    }

    /// <summary>The digest of what was appended so far; more may follow.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    /// <exception cref="InvalidOperationException">It is disposed of, has failed, or another thread uses it.</exception>
    public Digest Current()
    {
        using var copy = Clone();
        return copy.Finish();
    }

    /// <summary>The digest of what was appended; begins anew.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    /// <exception cref="InvalidOperationException">It is disposed of, has failed, or another thread uses it.</exception>
    public Digest Finish()
    {
        Take();
        var digest = _context.Finish();
        GiveBack();
        return digest;
    }

    /// <summary>Another one that has hashed the same.</summary>
    /// <exception cref="CryptographicException">The machine's library refuses.</exception>
    /// <exception cref="InvalidOperationException">It is disposed of, has failed, or another thread uses it.</exception>
    public Sha256 Clone()
    {
        Take();
        var clone = new Sha256(_context.Clone());
        GiveBack();
        return clone;
    }

    /// <inheritdoc/>
    /// <remarks>One that has failed, or that another thread still uses, is left to the collector.</remarks>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _taken, 1) == 0)
        {
            _context.Dispose();
        }
    }

    // Native memory must not be touched by two threads, nor behind its end. Whoever throws gives nothing back.
    private void Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("The hash is disposed of, has failed, or is used by two threads at once.");
        }
    }

    private void GiveBack() => Volatile.Write(ref _taken, 0);
}
