using Signet.Policy.Classification;
using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary><c>classification_gate</c> as policies know it.</summary>
internal static class ClassificationGateDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = ClassificationGateCheck.CheckName,
        Summary = "Blocks a request whose data is classified above what its caller is cleared for.",
        Factory = ClassificationGateFactory.Create,
        Options = new Dictionary<string, string>(LatticeReader.Options)
        {
            ["default_classification"] = "The label of a request that names none.",
            ["default_clearance"] = "The clearance of a caller who names none.",
            ["read_markings"] = "Look for markings in the text of the request.",
            ["on_higher_marking"] = "What a marking above the declared label means.",
            ["top_secret_in_prose"] = "The plain words top secret and FOUO count too.",
        },
    };
}
