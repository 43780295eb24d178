namespace Signet.Policy.Classification;

/// <summary>A level of a lattice; its place in the list is its rank.</summary>
/// <param name="Name">Its name in labels and in the log.</param>
/// <param name="Aliases">Other names that mean it.</param>
/// <param name="RaisesWithCompartment">True when together with a compartment it means the next level.</param>
internal sealed record LatticeLevel(string Name, IReadOnlyList<string> Aliases, bool RaisesWithCompartment = false);
