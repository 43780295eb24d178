using Signet.Gateway;

namespace Signet.FunctionalTests.Parity;

/// <summary>Shows what an option does: what is seen of two gateways that differ in it alone.</summary>
/// <param name="Set">Gives it another value than its default.</param>
/// <param name="See">What is seen of a gateway.</param>
internal sealed record OptionDemonstration(Action<GatewayOptions> Set, Func<ParityGateway, Task<string>> See)
{
    /// <summary>What both gateways are set to first.</summary>
    public Action<GatewayOptions> Both { get; init; } = _ => { };
}
