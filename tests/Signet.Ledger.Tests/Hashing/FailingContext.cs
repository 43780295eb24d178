using System.Security.Cryptography;
using Signet.Ledger.Hashing;

namespace Signet.Ledger.Tests.Hashing;

/// <summary>A library that refuses once, and would then go on as if nothing had been.</summary>
internal sealed class FailingContext : HashContext
{
    private bool _failed;

    public bool IsDisposed { get; private set; }

    public override void Append(ReadOnlySpan<byte> octets)
    {
        if (!_failed)
        {
            _failed = true;
            throw new CryptographicException("refused");
        }
    }

    public override Digest Finish() => default;

    public override HashContext Clone() => new FailingContext();

    public override void Dispose() => IsDisposed = true;
}
