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
        Options = new Dictionary<string, string>
        {
            ["default_classification"] = "The level of a request that names none.",
            ["default_clearance"] = "The clearance of a caller who names none.",
        },
    };
}
