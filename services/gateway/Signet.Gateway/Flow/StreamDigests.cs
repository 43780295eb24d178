using Signet.Gateway.Streaming;
using Signet.Ledger;
using Signet.Ledger.Hashing;

namespace Signet.Gateway.Flow;

/// <summary>
/// The digests, salt first, of what an upstream has sent and of what the caller gets. As long as the same octets go out that came in, which
/// is most of the time, they are one, and what has come and not gone yet is kept here; from the first octet that differs on they part.
/// </summary>
internal sealed class StreamDigests : IDisposable
{
    /// <summary>More than this isn't kept: the digests part early, which changes what they cost and not what they are.</summary>
    private const int MaxKept = 64 << 10;

    private readonly Sha256 _sent = Sha256.Begin();
    private readonly PooledBuffer _kept = new(4 << 10);
    private Sha256? _received;
    private int _gone;

    public StreamDigests(ReadOnlyMemory<byte> salt) => _sent.Append(salt.Span);

    /// <summary>How many octets the caller gets.</summary>
    public long Bytes { get; private set; }

    public void Receive(ReadOnlySpan<byte> octets)
    {
        if (_received is not null)
        {
            _received.Append(octets);
            return;
        }

        octets.CopyTo(_kept.GetSpan(octets.Length));
        _kept.Advance(octets.Length);
        if (_kept.WrittenCount > MaxKept)
        {
            Part();
        }
    }

    public void Send(ReadOnlySpan<byte> octets)
    {
        if (_received is null)
        {
            if (_kept.WrittenSpan[_gone..].StartsWith(octets))
            {
                _gone += octets.Length;
                if (_gone == _kept.WrittenCount)
                {
                    _kept.Clear();
                    _gone = 0;
                }
            }
            else
            {
                Part();
            }
        }

        _sent.Append(octets);
        Bytes += octets.Length;
    }

    /// <summary>The digest of what the caller gets, and that of what the upstream has sent where it is another.</summary>
    public (Digest Sent, Digest? Received) Finish()
    {
        if (_received is null && _gone < _kept.WrittenCount)
        {
            Part();
        }

        return (_sent.Finish(), _received?.Finish());
    }

    public void Dispose()
    {
        _sent.Dispose();
        _received?.Dispose();
        _kept.Dispose();
    }

    private void Part()
    {
        _received = _sent.Clone();
        _received.Append(_kept.WrittenSpan[_gone..]);
        _kept.Clear();
    }
}
