using System.Globalization;
using System.Text.Json;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>The members of a request by which a caller says how much the model may write.</summary>
/// <param name="Tokens">Those that bound the tokens of a choice.</param>
/// <param name="Choices">Those that say how many choices there are.</param>
/// <param name="Prompts">The one whose items, where it is a list of prompts, get that many choices each.</param>
internal sealed record OutputBounds(string[] Tokens, string[] Choices, string? Prompts = null)
{
    /// <summary>The longest number that is read without rounding.</summary>
    private const int MaxDigits = 28;

    /// <summary>More choices than any API has; who asks for more is taken to ask for so many.</summary>
    private const int MaxChoices = 1_024;

    /// <summary>Nothing says how much.</summary>
    public static OutputBounds None { get; } = new([], []);

    /// <summary>Reads them from a body. The greatest counts where several say it, since servers differ in which they heed.</summary>
    /// <returns>
    /// Null tokens when nothing says it, or something does in a way that isn't a number of tokens: what a lenient server would make of
    /// that nobody knows. For the same reason choices that can't be read are the most that there may be.
    /// </returns>
    public (long? Tokens, int Choices) Read(JsonPart? root, ReadOnlySpan<byte> octets)
    {
        var tokens = Greatest(root, Tokens, octets, out var isClear);
        var choices = Greatest(root, Choices, octets, out var isCounted) ?? 1;
        return (
            isClear && tokens is null or > 0 ? tokens : null,
            isCounted ? (int)Math.Min(Math.Clamp(choices, 1, MaxChoices) * PromptsOf(root), MaxChoices) : MaxChoices);
    }

    private long PromptsOf(JsonPart? root) =>
        Prompts is not null && root?.Member(Prompts) is { IsArray: true } list
            ? Math.Max(1, list.Children.Count)
            : 1;

    private static long? Greatest(JsonPart? root, string[] members, ReadOnlySpan<byte> octets, out bool isClear)
    {
        long? greatest = null;
        isClear = true;
        foreach (var name in members)
        {
            if (root?.Member(name) is not { IsNull: false } member)
            {
                continue;
            }

            if (TryReadWhole(member, octets, out var value))
            {
                greatest = Math.Max(greatest ?? value, value);
            }
            else
            {
                isClear = false;
            }
        }

        return greatest;
    }

    /// <summary>Reads a whole number however JSON writes it: 10, 10.0 and 1e1 are the same.</summary>
    private static bool TryReadWhole(JsonPart part, ReadOnlySpan<byte> octets, out long value)
    {
        value = 0;
        var text = octets[part.Start..part.End];
        if (part.Kind != JsonValueKind.Number || text.Length > MaxDigits
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !decimal.IsInteger(number) || number is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }
}
