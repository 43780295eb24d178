using System.Buffers;
using Signet.Policy.Documents;

namespace Signet.Policy.Classification;

/// <summary>
/// Reads the <c>lattice</c> of a check's options: one lattice by its name. Checks see their own options alone, so each that needs it says
/// it; in YAML an operator writes it once for each.
/// </summary>
internal static class LatticeReader
{
    private const string Member = "lattice";
    private const int MaxLevels = 32;
    private const int MaxEntries = 200;
    private const int MaxAliases = 8;
    private const int MaxName = 32;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_");

    /// <summary>The options that a check with a lattice has, each with a sentence.</summary>
    internal static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>
    {
        ["lattice"] = "A lattice of labels by its name, in place of the one of the United States; at most one.",
        ["lattice.<name>.levels"] = "The levels, the lowest first; without any those of the United States stay, and what else is said is added.",
        ["lattice.<name>.levels[].name"] = "Its name: letters, digits, spaces, hyphens and underscores; case doesn't matter.",
        ["lattice.<name>.levels[].aliases"] = "Other names of it.",
        ["lattice.<name>.compartments"] = "What a caller must hold besides the level.",
        ["lattice.<name>.compartments[].name"] = "Its name.",
        ["lattice.<name>.compartments[].aliases"] = "Other names of it.",
        ["lattice.<name>.compartments[].implies"] = "Compartments that come with it.",
        ["lattice.<name>.compartments[].min_level"] = "The lowest level that it stands at: a label that says less is raised.",
        ["lattice.<name>.audiences"] = "Whom data can be released to by REL TO.",
        ["lattice.<name>.audiences[].name"] = "Its name.",
        ["lattice.<name>.audiences[].members"] = "For a group, the audiences that it stands for.",
        ["lattice.<name>.releasabilities"] = "Words that say whom data may be released to.",
        ["lattice.<name>.releasabilities[].name"] = "The word.",
        ["lattice.<name>.releasabilities[].aliases"] = "Other words that mean it.",
        ["lattice.<name>.releasabilities[].to"] = "The audiences that remain.",
    };

    /// <summary>The lattice that the options declare, or null when they declare none or it is wrong.</summary>
    internal static ClassificationLattice? Read(OptionReader options)
    {
        ClassificationLattice? lattice = null;
        foreach ((_, OptionReader reader) in options.Map(Member, 1))
        {
            LatticeDefinition definition = Define(reader);
            try
            {
                lattice = new ClassificationLattice(definition);
            }
            catch (ArgumentException exception)
            {
                reader.Error(null, "doesn't hold together: " + exception.Message);
            }
        }

        return lattice;
    }

    /// <summary>A label of a lattice, or the lowest when the member is absent or wrong.</summary>
    internal static ClassificationLabel Label(OptionReader options, string member, ClassificationLattice lattice, LabelUse use)
    {
        ClassificationLabel? label = lattice.Lowest;
        if (options.Text(member, 256) is { } text && !lattice.TryParse(text, use, out label))
        {
            options.Error(member, "is not a label of the lattice");
        }

        return label ?? lattice.Lowest;
    }

    private static LatticeDefinition Define(OptionReader reader)
    {
        List<LatticeLevel> levels = [];
        foreach (OptionReader entry in reader.Objects("levels", MaxLevels))
        {
            levels.Add(new LatticeLevel(Name(entry), Names(entry, "aliases")));
        }

        List<LatticeTerm> terms = [];
        foreach (OptionReader entry in reader.Objects("compartments", MaxEntries))
        {
            terms.Add(new LatticeTerm(Name(entry), Names(entry, "aliases"), Names(entry, "implies"), entry.Text("min_level", MaxName)?.ToUpperInvariant()));
        }

        List<LatticeAudience> audiences = [];
        foreach (OptionReader entry in reader.Objects("audiences", MaxEntries))
        {
            string name = Name(entry);
            if (name.Contains(' ', StringComparison.Ordinal))
            {
                entry.Error("name", "may hold no spaces: lists of audiences are parted by them");
            }

            audiences.Add(new LatticeAudience(name, Names(entry, "members")));
        }

        List<LatticeReleasability> releasabilities = [];
        foreach (OptionReader entry in reader.Objects("releasabilities", MaxEntries))
        {
            releasabilities.Add(new LatticeReleasability(Name(entry), Names(entry, "aliases"), Names(entry, "to")));
        }

        LatticeDefinition basis = levels.Count > 0 ? new LatticeDefinition { Levels = levels } : UnitedStatesDefinition.Value;
        return basis with
        {
            Terms = [.. basis.Terms, .. terms],
            Audiences = [.. basis.Audiences, .. audiences],
            Releasabilities = [.. basis.Releasabilities, .. releasabilities],
        };
    }

    private static string Name(OptionReader reader)
    {
        string name = reader.RequiredText("name", MaxName).ToUpperInvariant();
        return Checked(reader, "name", name);
    }

    private static string[] Names(OptionReader reader, string member) =>
        [.. reader.Texts(member, member == "members" || member == "to" ? MaxEntries : MaxAliases, MaxName)
            .Select(name => Checked(reader, member, name.ToUpperInvariant()))];

    private static string Checked(OptionReader reader, string member, string name)
    {
        if (name.AsSpan().ContainsAnyExcept(NameCharacters) || name.Trim().Length != name.Length)
        {
            reader.Error(member, "may hold letters, digits, and between them spaces, hyphens and underscores");
            return "";
        }

        return name;
    }
}
