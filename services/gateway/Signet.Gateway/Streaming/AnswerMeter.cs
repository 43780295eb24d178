using System.Text;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>
/// Remembers enough of an answer to estimate its tokens if the model doesn't tell them: the beginning, and how long the whole is.
/// </summary>
internal sealed class AnswerMeter
{
    private StringBuilder? _beginning;
    private long _characters;

    /// <summary>Takes the next characters that the model has written.</summary>
    public void Add(string text)
    {
        _characters += text.Length;
        _beginning ??= new StringBuilder();
        _beginning.Append(text, 0, Math.Min(text.Length, TokenEstimate.MaxCounted - _beginning.Length));
    }

    /// <summary>The tokens so far; what follows the beginning is taken to be like it.</summary>
    public long Estimate(ITokenCounter tokens, string? model)
    {
        if (_beginning is not { Length: > 0 })
        {
            return 0;
        }

        var counted = TokenEstimate.Of(tokens, model, _beginning.ToString());
        return (long)((Int128)counted * _characters / _beginning.Length);
    }
}
