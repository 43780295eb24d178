using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Gateway.Tokens;

/// <summary>
/// One of OpenAI's ways to cut texts into tokens: a pattern cuts words, and what isn't a token as a whole is put together from its octets.
/// What looks like a marker of a conversation in a text counts as the text that it is.
/// </summary>
internal sealed partial class TokenEncoding
{
    private const int StackOctets = 256;

    [ThreadStatic]
    private static BytePairs? _pairs;

    private readonly TokenVocabulary _vocabulary;
    private readonly Regex _words;

    private TokenEncoding(TokenVocabulary vocabulary, Regex words) => (_vocabulary, _words) = (vocabulary, words);

    /// <summary>Reads <c>o200k_base</c>, which takes a moment.</summary>
    public static TokenEncoding LoadO200k() =>
        new(TokenVocabulary.Load("Microsoft.ML.Tokenizers.Data.O200kBase", "o200k_base"), O200kWords());

    /// <summary>Reads <c>cl100k_base</c>, which takes a moment.</summary>
    public static TokenEncoding LoadCl100k() =>
        new(TokenVocabulary.Load("Microsoft.ML.Tokenizers.Data.Cl100kBase", "cl100k_base"), Cl100kWords());

    /// <summary>The tokens of a text: 0 or more.</summary>
    public long Count(ReadOnlySpan<char> text)
    {
        long count = 0;
        foreach (var word in _words.EnumerateMatches(text))
        {
            count += CountWord(text.Slice(word.Index, word.Length));
        }

        return count;
    }

    private int CountWord(ReadOnlySpan<char> word)
    {
        var most = Encoding.UTF8.GetMaxByteCount(word.Length);
        var rented = most > StackOctets ? ArrayPool<byte>.Shared.Rent(most) : null;
        var room = rented ?? stackalloc byte[StackOctets];
        var octets = room[..Encoding.UTF8.GetBytes(word, room)];
        var count = _vocabulary.RankOf(octets) >= 0 ? 1 : (_pairs ??= new BytePairs()).Count(octets, _vocabulary);
        if (rented is not null)
        {
            // Cleared: the next one to rent it must not find an answer in it.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return count;
    }

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    private static partial Regex O200kWords();

    [GeneratedRegex(
        @"'(?i:[sdmt]|ll|ve|re)|(?>[^\r\n\p{L}\p{N}]?)(?>\p{L}+)|(?>\p{N}{1,3})| ?(?>[^\s\p{L}\p{N}]+)(?>[\r\n]*)|(?>\s+)$|\s*[\r\n]|\s+(?!\S)|\s",
        RegexOptions.CultureInvariant)]
    private static partial Regex Cl100kWords();
}
