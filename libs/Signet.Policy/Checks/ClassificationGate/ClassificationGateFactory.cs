using Signet.Policy.Classification;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>Reads <c>classification_gate</c> from a policy document.</summary>
internal static class ClassificationGateFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        ClassificationGateOptions options = new()
        {
            DefaultClassification = Level(reader, "default_classification"),
            DefaultClearance = Level(reader, "default_clearance"),
        };
        return _ => new ClassificationGateCheck(options);
    }

    private static ClassificationLevel Level(OptionReader reader, string member)
    {
        ClassificationLevel level = ClassificationLevel.Unclass;
        if (reader.Text(member) is { } text && !ClassificationLattice.TryParse(text, out level))
        {
            reader.Error(member, "is not a classification level");
        }

        return level;
    }
}
