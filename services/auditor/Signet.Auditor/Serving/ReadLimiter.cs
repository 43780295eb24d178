using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Signet.Auditor.Serving;

/// <summary>
/// Keeps one reader from taking the auditor's time from others: each address has a number of reads a second, of which a proof costs
/// several. Whoever has none left gets 429.
/// </summary>
internal sealed class ReadLimiter : IDisposable
{
    /// <summary>What a proof or receipt costs: it reads about as many tiles.</summary>
    public const int ProofCost = 5;

    private const int SecondsSaved = 4;

    // An address of version 6 is easily changed in its lower half.
    private const int NetworkOctets = 8;

    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    public ReadLimiter(AuditorOptions options) => _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(ProofCost, options.ReadsPerSecond * SecondsSaved),
            TokensPerPeriod = options.ReadsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Of(int cost) => (context, next) =>
    {
        using var lease = _limiter.AttemptAcquire(NetworkOf(context.HttpContext.Connection.RemoteIpAddress), cost);
        if (lease.IsAcquired)
        {
            return next(context);
        }

        context.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        return ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status429TooManyRequests));
    };

    public void Dispose() => _limiter.Dispose();

    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var octets = address.GetAddressBytes();
        octets.AsSpan(NetworkOctets).Clear();
        return new IPAddress(octets);
    }
}
