namespace Signet.FunctionalTests.Parity;

/// <summary>One cell of the matrix: what really happened.</summary>
/// <param name="Word">In a word of <see cref="CellWords"/>.</param>
/// <param name="What">The run that it comes from.</param>
internal sealed record ParityCell(string Word, string What);
