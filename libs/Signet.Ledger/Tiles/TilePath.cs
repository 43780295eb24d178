using System.Globalization;
using System.Text;

namespace Signet.Ledger.Tiles;

/// <summary>
/// The name of a tile (C2SP tlog-tiles): <c>tile/L/N</c> for 256 hashes of level 8·L, <c>tile/entries/N</c> for the entries below them, with
/// <c>.p/W</c> behind it where only W of them exist yet.
/// </summary>
public readonly record struct TilePath
{
    /// <summary>The levels of the tree in one tile.</summary>
    public const int Height = 8;

    /// <summary>The hashes or entries of a full tile.</summary>
    public const int FullWidth = 1 << Height;

    /// <summary>The highest tile level of any tree.</summary>
    public const int MaxLevel = 63;

    private const string Prefix = "tile/";
    private const string EntriesWord = "entries";
    private const string PartialMark = ".p/";

    private TilePath(int level, long index, int width) => (Level, Index, Width) = (level, index, width);

    /// <summary>The tile level, 0 to <see cref="MaxLevel"/>; -1 for entries.</summary>
    public int Level { get; }

    /// <summary>Which tile of its level; 0 or more.</summary>
    public long Index { get; }

    /// <summary>How many hashes or entries it has: 1 to <see cref="FullWidth"/>.</summary>
    public int Width { get; }

    /// <summary>True for a bundle of entries.</summary>
    public bool IsEntries => Level < 0;

    /// <summary>True when nothing will be added to it any more.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>A tile of hashes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tile.</exception>
    public static TilePath Hashes(int level, long index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        return Checked(level, index, width);
    }

    /// <summary>A bundle of entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bundle.</exception>
    public static TilePath Entries(long index, int width = FullWidth) => Checked(-1, index, width);

    /// <summary>Reads the one form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out TilePath path)
    {
        path = default;
        if (text is null || text.Length > 128 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[Prefix.Length..].Split('/', 2);
        var level = -1;
        if (parts.Length != 2 || (parts[0] != EntriesWord && !TryParseNumber(parts[0], MaxLevel, out level)))
        {
            return false;
        }

        var mark = parts[1].IndexOf(PartialMark, StringComparison.Ordinal);
        var width = FullWidth;
        if (mark >= 0 && (!TryParseNumber(parts[1][(mark + PartialMark.Length)..], FullWidth - 1, out width) || width == 0))
        {
            return false;
        }

        long index = 0;
        foreach (var group in (mark < 0 ? parts[1] : parts[1][..mark]).Split('/'))
        {
            var digits = group.AsSpan(group.StartsWith('x') ? 1 : 0);
            if (digits.Length != 3 || digits.ContainsAnyExceptInRange('0', '9') || index > long.MaxValue / 1_000 - 1)
            {
                return false;
            }

            index = (index * 1_000) + int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        // Which groups have an x, and how many there are, follows from the number.
        path = new TilePath(parts[0] == EntriesWord ? -1 : level, index, width);
        return path.ToString() == text;
    }

    /// <summary>The name.</summary>
    public override string ToString()
    {
        var text = new StringBuilder((Index % 1_000).ToString("d3", CultureInfo.InvariantCulture));
        for (var rest = Index / 1_000; rest > 0; rest /= 1_000)
        {
            text.Insert(0, string.Create(CultureInfo.InvariantCulture, $"x{rest % 1_000:d3}/"));
        }

        text.Insert(0, IsEntries ? Prefix + EntriesWord + "/" : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Level}/"));
        return IsFull ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"{PartialMark}{Width}").ToString();
    }

    private static TilePath Checked(int level, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        return new TilePath(level, index, width);
    }

    private static bool TryParseNumber(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max &&
        number.ToString(CultureInfo.InvariantCulture) == text;
}
