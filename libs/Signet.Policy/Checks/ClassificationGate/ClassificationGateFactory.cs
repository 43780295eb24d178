using Signet.Policy.Classification;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>Reads <c>classification_gate</c> from a policy document.</summary>
internal static class ClassificationGateFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        ClassificationLattice lattice = LatticeReader.Read(reader) ?? ClassificationLattice.UnitedStates;
        ClassificationGateOptions options = new()
        {
            Lattice = lattice,
            DefaultClassification = LatticeReader.Label(reader, "default_classification", lattice, LabelUse.Data),
            DefaultClearance = LatticeReader.Label(reader, "default_clearance", lattice, LabelUse.Clearance),
            ReadMarkings = reader.Flag("read_markings", false),
            OnHigherMarking = reader.Choice(
                "on_higher_marking",
                HigherMarking.Block,
                ("block", HigherMarking.Block),
                ("raise", HigherMarking.Raise),
                ("ignore", HigherMarking.Ignore)),
            TopSecretInProse = reader.Flag("top_secret_in_prose", false),
        };
        if (options.DefaultClearance is { } clearance && !clearance.Equals(lattice.Lowest))
        {
            reader.Warn("default_clearance", "clears every caller who names no clearance");
        }

        if (!options.ReadMarkings && (reader.Has("on_higher_marking") || reader.Has("top_secret_in_prose")))
        {
            reader.Warn("read_markings", "is false, so no marking is looked for");
        }

        return _ => new ClassificationGateCheck(options);
    }
}
