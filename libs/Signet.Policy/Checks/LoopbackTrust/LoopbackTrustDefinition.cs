using Signet.Policy.Documents;

namespace Signet.Policy.Checks.LoopbackTrust;

/// <summary><c>loopback_trust</c> as policies know it.</summary>
internal static class LoopbackTrustDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = LoopbackTrustCheck.CheckName,
        Summary = "Takes connections from listed networks for those of an owner when the request names none.",
        ResolvesOwner = true,
        Factory = LoopbackTrustFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["networks"] = "The networks; the first that holds the address of the connection counts.",
            ["networks[].cidr"] = "The network, such as 127.0.0.0/8 or ::1/128.",
            ["networks[].owner"] = "Who answers for requests from there, such as policy:internal.",
        },
    };
}
