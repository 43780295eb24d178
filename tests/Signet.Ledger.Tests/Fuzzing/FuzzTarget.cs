namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Readers of octets from outside, and what shows that they read them right.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Readers">The readers that it puts to the test, each as <c>Type.Method</c>.</param>
/// <param name="Corpus">Samples that are accepted as they stand.</param>
/// <param name="Accepts">Reads; true when the octets were accepted. Throws when they were taken for something else than they are.</param>
internal sealed record FuzzTarget(string Name, string[] Readers, IReadOnlyList<byte[]> Corpus, Func<byte[], bool> Accepts);
