using System.Buffers;
using Signet.Ledger;
using Signet.Ledger.Hashing;

namespace Signet.Auditor.Intake;

/// <summary>Octets as they come: kept up to a limit; what goes beyond it is hashed and counted, and no longer kept.</summary>
internal sealed class CappedOctets(int limit) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private Sha256? _hash;

    public long Length { get; private set; }

    /// <summary>False once more came than is kept.</summary>
    public bool IsWhole => _hash is null;

    /// <summary>The first octets, at most the limit.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

    public void Append(ReadOnlySpan<byte> octets)
    {
        Length += octets.Length;
        if (_hash is null)
        {
            var fitting = Math.Min(octets.Length, limit - _kept.WrittenCount);
            _kept.Write(octets[..fitting]);
            octets = octets[fitting..];
            if (octets.IsEmpty)
            {
                return;
            }

            _hash = Sha256.Begin();
            _hash.Append(_kept.WrittenSpan);
        }

        _hash.Append(octets);
    }

    /// <summary>SHA-256 of everything that came.</summary>
    public Digest ToDigest() => _hash is null ? Digest.Of(_kept.WrittenSpan) : _hash.Current();

    public void Dispose() => _hash?.Dispose();
}
