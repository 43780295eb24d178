using System.Diagnostics;
using NSec.Cryptography;

namespace Signet.Bench.Requests;

/// <summary>The time of one Ed25519 signature, which is the same whatever becomes of the gateway.</summary>
internal sealed class SignatureYardstick : IDisposable
{
    private const int PerRound = 500;

    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);
    private readonly byte[] _message = new byte[64];

    /// <summary>Makes some signatures.</summary>
    /// <returns>Microseconds for one.</returns>
    public double Measure()
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < PerRound; i++)
        {
            SignatureAlgorithm.Ed25519.Sign(_key, _message);
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / PerRound;
    }

    public void Dispose() => _key.Dispose();
}
