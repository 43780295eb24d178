using Signet.Gateway.Tokens;
using Signet.Ledger;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>Makes policies out of documents, one after the other; what checks count survives that. Not for concurrent use.</summary>
internal sealed class GatewayPolicyBuilder(CheckRegistry registry, TimeProvider time)
{
    private readonly CheckStates _states = new();

    /// <summary>Makes policies, with fresh checks.</summary>
    /// <param name="json">The document.</param>
    /// <param name="sha256">Its digest, as events will name it.</param>
    /// <param name="describe">Says what is wrong and where.</param>
    /// <exception cref="InvalidDataException">It isn't a policy document. What was read before still counts.</exception>
    public GatewayPolicy Build(ReadOnlySpan<byte> json, Digest sha256, Func<PolicyError, string> describe)
    {
        if (!PolicyDocument.TryParse(json, registry, out var document, out var errors))
        {
            var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
            throw new InvalidDataException($"{describe(errors[0])}{more}");
        }

        return new GatewayPolicy(document.Build(time, ModelTokenCounter.Instance, _states), sha256);
    }
}
