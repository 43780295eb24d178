namespace Signet.Policy.Classification;

/// <summary>Something that a caller must hold, such as a control system, a category or a control on dissemination.</summary>
/// <param name="Name">Its name in labels and in the log.</param>
/// <param name="Aliases">Other names that mean it.</param>
/// <param name="Implies">Terms that come with it.</param>
/// <param name="MinLevel">The lowest level that it stands at, or null.</param>
/// <param name="IsCompartment">True for control systems and special access programs, false for categories and controls.</param>
internal sealed record LatticeTerm(
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Implies,
    string? MinLevel = null,
    bool IsCompartment = true);
