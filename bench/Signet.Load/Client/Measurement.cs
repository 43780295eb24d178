using Signet.Load.Systems;

namespace Signet.Load.Client;

/// <summary>What one round saw of one system.</summary>
/// <param name="Samples">Its answers, sorted.</param>
/// <param name="Elapsed">For how long they were counted.</param>
/// <param name="Processor">The processor time that the system used meanwhile, of its own process alone.</param>
/// <param name="Counts">What it counted meanwhile; null for what isn't a host.</param>
internal sealed record Measurement(Samples Samples, TimeSpan Elapsed, TimeSpan Processor, HostCounts? Counts)
{
    public double PerSecond => Samples.Count / Elapsed.TotalSeconds;
}
