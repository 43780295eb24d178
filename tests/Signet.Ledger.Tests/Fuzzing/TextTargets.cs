using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Signet.Ledger.Anchors;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Words of one form: what is accepted is exactly what a regular expression, and the platform's own parser, say.</summary>
internal static partial class TextTargets
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static FuzzTarget[] All { get; } =
    [
        new("digest", ["Digest.TryParse"], FuzzTargets.Octets(Digest.Of([1]).ToString(), Digest.Zero.ToString()), IsDigest),
        new(
            "time", ["LedgerText.TryParseTime"],
            FuzzTargets.Octets("2026-03-01T12:00:00.0000000Z", "2024-02-29T23:59:59.9999999Z", "0001-01-01T00:00:00.0000000Z"), IsTime),
        new(
            "uuid", ["LedgerText.TryParseUuid7"],
            FuzzTargets.Octets("0199a000-0000-7000-8000-000000000001", "ffffffff-ffff-7fff-bfff-ffffffffffff"), IsUuid),
        new(
            "identifier", ["LedgerText.IsIdentifier", "LedgerText.IsLowerHex"],
            FuzzTargets.Octets("log.example", "0", new string('a', LedgerText.MaxIdentifierLength), "a-.-"), IsIdentifier),
        new(
            "tile-path", ["TilePath.TryParse"],
            FuzzTargets.Octets(
                "tile/0/000", "tile/entries/x001/x234/067", "tile/63/255.p/255", "tile/7/999.p/1",
                "tile/entries/x009/x223/x372/x036/x854/x774/000"),
            IsTilePath),
        new("nonce", ["TimestampNonce.IsWellFormed"], [[1, 2, 3, 4, 5, 6, 7, 8], [0, 0x80, 1, 1, 1, 1, 1, 1, 1]], IsNonce),
    ];

    private static bool IsDigest(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var accepted = Digest.TryParse(text, out var digest);
        Assert.Equal((accepted, digest), (Digest.TryParse(octets, out var other), other));
        Assert.Equal(DigestForm().IsMatch(text), accepted);
        Assert.Equal(accepted ? text : Digest.Zero.ToString(), digest.ToString());
        return accepted;
    }

    private static bool IsTime(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var accepted = LedgerText.TryParseTime(text, out var time);
        Assert.Equal((accepted, time), (LedgerText.TryParseTime(octets, out var other), other));
        var expected = DateTime.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var known) &&
            known.ToString(TimeFormat, CultureInfo.InvariantCulture) == text;
        Assert.Equal(expected, accepted);
        if (accepted)
        {
            Assert.Equal((known, TimeSpan.Zero, text), (time.UtcDateTime, time.Offset, LedgerText.FormatTime(time)));
        }

        return accepted;
    }

    private static bool IsUuid(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var accepted = LedgerText.TryParseUuid7(text, out var id);
        Assert.Equal((accepted, id), (LedgerText.TryParseUuid7(octets, out var other), other));
        Assert.Equal(UuidForm().IsMatch(text), accepted);
        Assert.True(!accepted || id.ToString("D") == text);
        return accepted;
    }

    private static bool IsIdentifier(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var accepted = LedgerText.IsIdentifier(text);
        Assert.Equal(IdentifierForm().IsMatch(text), accepted);
        Assert.Equal(HexForm().IsMatch(text), LedgerText.IsLowerHex(text, 8));
        return accepted;
    }

    private static bool IsTilePath(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var accepted = TilePath.TryParse(text, out var path);
        var match = TileForm().Match(text);
        var number = BigInteger.Parse("0" + string.Concat(match.Groups["n"].Value.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
        var width = match.Groups["w"].Success ? int.Parse(match.Groups["w"].Value, CultureInfo.InvariantCulture) : TilePath.FullWidth;
        var expected = match.Success && width is > 0 and < 256 == match.Groups["w"].Success;

        // Beyond the last tile of the largest tree a reader may stop as it likes.
        if (number < BigInteger.One << 55 || !expected)
        {
            Assert.Equal(expected, accepted);
        }

        if (accepted)
        {
            Assert.Equal((number, width, text), (path.Index, path.Width, path.ToString()));
            Assert.Equal(
                path, path.IsEntries ? TilePath.Entries(path.Index, path.Width) : TilePath.Hashes(path.Level, path.Index, path.Width));
            Assert.Equal(match.Groups["l"].Value, path.IsEntries ? "entries" : path.Level.ToString(CultureInfo.InvariantCulture));
        }

        return accepted;
    }

    private static bool IsNonce(byte[] octets)
    {
        var accepted = TimestampNonce.IsWellFormed(octets);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteInteger(new BigInteger(octets, isUnsigned: false, isBigEndian: true));
        var shortest = new System.Formats.Asn1.AsnReader(writer.Encode(), System.Formats.Asn1.AsnEncodingRules.DER).ReadIntegerBytes();
        Assert.Equal(octets.Length is >= 8 and <= 32 && octets[0] < 0x80 && shortest.Span.SequenceEqual(octets), accepted);
        return accepted;
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex DigestForm();

    [GeneratedRegex(@"\A[0-9a-f]{8}\z")]
    private static partial Regex HexForm();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    private static partial Regex UuidForm();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,127}\z")]
    private static partial Regex IdentifierForm();

    [GeneratedRegex(@"\Atile/(?<l>entries|[0-9]|[1-5][0-9]|6[0-3])/(?<n>(?!x000/)(x[0-9]{3}/)*[0-9]{3})(\.p/(?<w>[1-9][0-9]{0,2}))?\z")]
    private static partial Regex TileForm();
}
