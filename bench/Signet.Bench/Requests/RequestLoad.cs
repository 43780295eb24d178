using System.Diagnostics;

namespace Signet.Bench.Requests;

/// <summary>Callers that each ask for one answer after the other.</summary>
internal static class RequestLoad
{
    public static async Task<RequestCost> RunAsync(GatewayInMemory gateway, RequestKind kind, int callers, int requests)
    {
        using var process = Process.GetCurrentProcess();
        var (octets, cpu) = (GC.GetTotalAllocatedBytes(), process.TotalProcessorTime);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => AskAsync(gateway, kind, requests / callers))));
        process.Refresh();
        double count = requests / callers * callers;
        return new RequestCost(
            (process.TotalProcessorTime - cpu).TotalMicroseconds / count, (GC.GetTotalAllocatedBytes() - octets) / count);
    }

    private static async Task AskAsync(GatewayInMemory gateway, RequestKind kind, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            await gateway.AskAsync(kind);
        }
    }
}
