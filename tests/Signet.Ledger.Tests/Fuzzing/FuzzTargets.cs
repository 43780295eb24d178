using System.Text;
using CsCheck;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>All readers of octets from outside. A reader that isn't named by one of them fails <see cref="ReaderListTests"/>.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. EntryTargets.All, .. TextTargets.All, .. CheckpointTargets.All, .. ReceiptTargets.All, .. TileTargets.All, .. WalkTargets.All,
        .. AnchorTargets.All, .. SealedKeyTargets.All, .. StateTargets.All, .. WitnessTargets.All,
    ];

    /// <summary>The same values each time.</summary>
    public static IReadOnlyList<T> Values<T>(Gen<T> gen, int count)
    {
        var random = new PCG(1, 20_260_301);
        return [.. Enumerable.Range(0, count).Select(_ => gen.Generate(random, null, out var _))];
    }

    /// <summary>The octets as text. What is no UTF-8 becomes a lone surrogate, which a string may hold too.</summary>
    public static string Text(byte[] octets) => Encoding.UTF8.GetString(octets).Replace('\ufffd', '\ud800');

    public static byte[][] Octets(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Fails unless both are the same octets.</summary>
    public static void Same(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) =>
        Assert.True(expected.SequenceEqual(actual), $"{Convert.ToBase64String(expected)} is not {Convert.ToBase64String(actual)}");
}
