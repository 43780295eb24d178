namespace Signet.Bench.Requests;

/// <summary>What one request cost.</summary>
/// <param name="Microseconds">Processor time of the process.</param>
/// <param name="Octets">Allocated on the managed heap.</param>
internal readonly record struct RequestCost(double Microseconds, double Octets);
