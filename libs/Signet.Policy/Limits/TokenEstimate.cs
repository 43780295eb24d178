using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Limits;

/// <summary>
/// Estimates the tokens of texts at a cost that doesn't grow with them: of what is long, pieces that lie evenly over it are counted and
/// the rest is taken to be like them. Up to <see cref="MaxCounted"/> characters nothing is left out.
/// </summary>
public static class TokenEstimate
{
    /// <summary>About how many characters are counted at most.</summary>
    public const int MaxCounted = 16 << 10;

    /// <summary>Counters take more than linear time for some texts, so they never get more than so many characters at once.</summary>
    private const int Piece = 1 << 10;

    /// <summary>The tokens of one text: 0 or more.</summary>
    /// <param name="tokens">Counts.</param>
    /// <param name="model">The model asked for, or null.</param>
    /// <param name="text">The text.</param>
    public static long Of(ITokenCounter tokens, string? model, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Sample sample = new(tokens, model, text.Length);
        sample.Add(text);
        return sample.Total;
    }

    /// <summary>The tokens of all texts of a request. What isn't text, such as a picture, counts nothing.</summary>
    /// <param name="tokens">Counts.</param>
    /// <param name="model">The model asked for, or null.</param>
    /// <param name="content">The texts.</param>
    public static long Of(ITokenCounter tokens, string? model, IReadOnlyList<ContentItem> content)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(content);
        long characters = 0;
        for (int i = 0; i < content.Count; i++)
        {
            characters += content[i].Text.Length;
        }

        Sample sample = new(tokens, model, characters);
        for (int i = 0; i < content.Count; i++)
        {
            sample.Add(content[i].Text);
        }

        return sample.Total;
    }

    /// <summary>Walks over texts and counts every so many characters of them.</summary>
    private struct Sample(ITokenCounter tokens, string? model, long characters)
    {
        private readonly long _step = Math.Max(1, characters / MaxCounted);
        private long _position;
        private long _next;
        private long _counted;
        private long _tokens;

        internal readonly long Total => _counted == 0 ? 0 : (long)((Int128)_tokens * characters / _counted);

        internal void Add(ReadOnlySpan<char> text)
        {
            long end = _position + text.Length;
            while (_next < end)
            {
                int at = (int)(_next - _position);
                ReadOnlySpan<char> piece = text.Slice(at, Math.Min(Piece, text.Length - at));
                _tokens += tokens.Count(model, piece);
                _counted += piece.Length;
                _next += piece.Length * _step;
            }

            _position = end;
        }
    }
}
