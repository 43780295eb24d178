namespace Signet.Load.Client;

/// <summary>What one round saw of one system.</summary>
/// <param name="Samples">Its answers, sorted.</param>
/// <param name="Elapsed">For how long they were counted.</param>
/// <param name="Processor">The processor time that the system used meanwhile, of its own process alone.</param>
/// <param name="AllocatedBytes">What it allocated meanwhile; null where nobody counts that.</param>
internal sealed record Measurement(Samples Samples, TimeSpan Elapsed, TimeSpan Processor, long? AllocatedBytes)
{
    public double PerSecond => Samples.Count / Elapsed.TotalSeconds;
}
