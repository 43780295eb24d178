namespace Signet.DaprSidecar;

/// <summary>Throws the dice for faults. Safe for concurrent use.</summary>
internal sealed class FaultInjector(SidecarOptions options)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed);

    public FaultRates Rates { get; set; } = options.Faults;

    public bool Happens(double rate)
    {
        lock (_gate)
        {
            return rate > 0 && _random.NextDouble() < rate;
        }
    }

    public Task DelayAsync(int most, CancellationToken cancellationToken)
    {
        if (most == 0)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            return Task.Delay(_random.Next(most), cancellationToken);
        }
    }

    public void Shuffle(List<Message> messages)
    {
        lock (_gate)
        {
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(messages));
        }
    }
}
