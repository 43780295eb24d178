using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace Signet.Gateway.Tokens;

/// <summary>
/// The tokens of a vocabulary and their ranks. Octets of all tokens stand one after the other, beside where each begins and a table of
/// hashes: about 4 MiB for 200,000 tokens, a tenth of what as many strings and arrays of their own in dictionaries take.
/// </summary>
internal sealed class TokenVocabulary
{
    /// <summary>The longest line that a token of a published vocabulary stands in is far shorter.</summary>
    private const int MaxTokenOctets = 1 << 10;

    /// <summary>A little more than tokens have on average.</summary>
    private const int OctetsOfToken = 8;

    private const string Capacity = "Capacity: ";

    private readonly ReadOnlyMemory<byte> _octets;
    private readonly int[] _starts;

    /// <summary>Ranks plus one by hash, with the next free place for those whose place was taken; zero for a free one.</summary>
    private readonly int[] _places;

    private TokenVocabulary(ReadOnlyMemory<byte> octets, int[] starts)
    {
        (_octets, _starts) = (octets, starts);

        // At most half of the places are taken, so that a look-up for what isn't there soon meets a free one.
        _places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Count * 2)];
        for (var rank = 0; rank < Count; rank++)
        {
            var place = PlaceOf(Token(rank));
            while (_places[place] != 0)
            {
                place = (place + 1) & (_places.Length - 1);
            }

            _places[place] = rank + 1;
        }
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Reads a vocabulary out of the package that carries it.</summary>
    /// <param name="package">The name of the package's assembly.</param>
    /// <param name="encoding">The name that OpenAI gave to the vocabulary.</param>
    /// <exception cref="InvalidDataException">It isn't one.</exception>
    public static TokenVocabulary Load(string package, string encoding)
    {
        using var packed = Assembly.Load(package).GetManifestResourceStream($"{encoding}.tiktoken.deflate")
            ?? throw new InvalidDataException($"{package} has no vocabulary {encoding}.");
        using var reader = new StreamReader(new DeflateStream(packed, CompressionMode.Decompress), Encoding.ASCII);
        return Read(reader);
    }

    /// <summary>The rank of a token; -1 for octets that aren't one.</summary>
    public int RankOf(ReadOnlySpan<byte> octets)
    {
        var place = PlaceOf(octets);
        while (_places[place] is var next and not 0)
        {
            if (Token(next - 1).SequenceEqual(octets))
            {
                return next - 1;
            }

            place = (place + 1) & (_places.Length - 1);
        }

        return -1;
    }

    /// <summary>A line for each token, in the order of ranks, in Base64; before them how many there are.</summary>
    private static TokenVocabulary Read(TextReader lines)
    {
        if (lines.ReadLine() is not { } head || !head.StartsWith(Capacity, StringComparison.Ordinal)
            || !int.TryParse(head.AsSpan(Capacity.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) || capacity < 2)
        {
            throw new InvalidDataException("The vocabulary has no head.");
        }

        // The head counts its own line.
        var tokens = capacity - 1;

        // Kept as they are filled: copies of large arrays would leave holes in the heap that nothing else fits into.
        var octets = new ArrayBufferWriter<byte>(OctetsOfToken * tokens);
        var starts = new int[tokens + 1];
        var count = 0;
        while (lines.ReadLine() is { Length: > 0 } line)
        {
            if (count == tokens || !Convert.TryFromBase64String(line, octets.GetSpan(MaxTokenOctets), out var length) || length == 0)
            {
                throw new InvalidDataException("A token of the vocabulary can't be read.");
            }

            octets.Advance(length);
            starts[++count] = octets.WrittenCount;
        }

        return count == tokens
            ? new TokenVocabulary(octets.WrittenMemory, starts)
            : throw new InvalidDataException("The vocabulary has been cut short.");
    }

    private ReadOnlySpan<byte> Token(int rank) => _octets.Span[_starts[rank].._starts[rank + 1]];

    /// <summary>
    /// FNV-1a. What is looked up is never added, so that nobody can make a look-up longer than the vocabulary itself does.
    /// </summary>
    private int PlaceOf(ReadOnlySpan<byte> octets)
    {
        var hash = 2_166_136_261u;
        foreach (var octet in octets)
        {
            hash = (hash ^ octet) * 16_777_619u;
        }

        return (int)(hash & (uint)(_places.Length - 1));
    }
}
