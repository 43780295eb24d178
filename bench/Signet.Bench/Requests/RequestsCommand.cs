using System.Globalization;

namespace Signet.Bench.Requests;

/// <summary>
/// <c>requests [rounds [kind]]</c>: what the gateway adds to a request, without sockets, servers and clients: from the request's field
/// to the last octet of its answer, records signed and acknowledged at once; beside one Ed25519 signature. The least of many short
/// rounds, so that who else is running matters little.
/// </summary>
internal static class RequestsCommand
{
    private const int PerRound = 2_000;
    private const int Callers = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var text, ..] ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 40;
        RequestKind[] kinds = args is [_, var kind] ? [Enum.Parse<RequestKind>(kind, ignoreCase: true)] : Enum.GetValues<RequestKind>();
        await using var gateway = await GatewayInMemory.StartAsync();
        using var yardstick = new SignatureYardstick();
        Console.WriteLine("| request | processor us | of a signature's | bytes |\n|---|--:|--:|--:|");
        foreach (var asked in kinds)
        {
            // The runtime compiles busy methods again after it has counted their calls for a while.
            for (var i = 0; i < 15; i++)
            {
                await RequestLoad.RunAsync(gateway, asked, Callers, PerRound);
                await Task.Delay(150);
            }

            var costs = new List<RequestCost>();
            var signatures = new List<double>();
            for (var i = 0; i < rounds; i++)
            {
                signatures.Add(yardstick.Measure());
                costs.Add(await RequestLoad.RunAsync(gateway, asked, Callers, PerRound));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {asked} | {costs.Min(cost => cost.Microseconds):n1} | {costs.Min(cost => cost.Microseconds) / signatures.Min():n2} | {costs.Min(cost => cost.Octets):n0} |"));
        }

        return 0;
    }
}
