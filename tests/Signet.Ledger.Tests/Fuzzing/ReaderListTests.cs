using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>A new reader without a fuzz target doesn't go unnoticed.</summary>
public partial class ReaderListTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] OctetsOrText =
    [
        typeof(byte[]), typeof(ReadOnlyMemory<byte>), typeof(ReadOnlySpan<byte>), typeof(string), typeof(ReadOnlySpan<char>),
        typeof(Stream), typeof(ITileSource),
    ];

    // Steps within a reader, on octets that it has looked at.
    private static readonly string[] Steps =
    [
        "CanonicalForm.TryScanString", "CanonicalForm.TryScanInteger", "SignedEvent.Read", "EntryBodyReader.Read", "PackedNumbers.Read",
    ];

    [Fact]
    public void EveryReader_OfOctetsOrText_HasATarget()
    {
        var readers = Methods()
            .Where(method => method is { IsStatic: true, IsPrivate: false } && ReaderName().IsMatch(method.Name) && Takes(method))
            .Select(Name).Distinct().Except(Steps).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("EntryCodec.Read", readers);
        Assert.Contains("LogVerification.Resume", readers);
        Assert.Contains("SealedEpochKey.ImportKey", readers);
        Assert.Empty(readers.Except(FuzzTargets.All.SelectMany(target => target.Readers)));
    }

    [Fact]
    public void EveryTarget_NamesReadersThatExist()
    {
        var names = Methods().SelectMany(method => new[] { Name(method), method.DeclaringType!.Name }).ToHashSet(StringComparer.Ordinal);
        Assert.All(FuzzTargets.All.SelectMany(target => target.Readers), reader => Assert.Contains(reader, names));
        Assert.All(Steps, step => Assert.Contains(step, names));
        Assert.Equal(FuzzTargets.All.Count, FuzzTargets.All.Select(target => target.Name).Distinct().Count());
    }

    private static IEnumerable<MethodInfo> Methods() =>
        typeof(Digest).Assembly.GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .SelectMany(type => type.GetMethods(Declared));

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static bool Takes(MethodInfo method) =>
        method.GetParameters().Any(parameter => OctetsOrText.Contains(parameter.ParameterType));

    [GeneratedRegex(
        "^(Try(Parse|Read|Open|Decode|Scan)|Read|Resume|Load|ImportKey|Open$|FromPem|Is(Canonical|Any|WellFormed|Identifier|LowerHex))")]
    private static partial Regex ReaderName();
}
