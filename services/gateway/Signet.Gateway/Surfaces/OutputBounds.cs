using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>The members of a request by which a caller says how much the model may write.</summary>
/// <param name="Tokens">Those that bound the tokens of a choice.</param>
/// <param name="Choices">Those that say how many choices there are.</param>
internal sealed record OutputBounds(string[] Tokens, string[] Choices)
{
    /// <summary>More choices than any API has; who asks for more is taken to ask for so many.</summary>
    private const int MaxChoices = 1_024;

    /// <summary>Nothing says how much.</summary>
    public static OutputBounds None { get; } = new([], []);

    /// <summary>Reads them from a body. The greatest counts where several say it, since servers differ in which they heed.</summary>
    /// <returns>
    /// Null tokens when nothing says it, or something does in a way that isn't a number of tokens: what a lenient server would make of
    /// that nobody knows.
    /// </returns>
    public (long? Tokens, int Choices) Read(JsonPart? root, ReadOnlySpan<byte> octets)
    {
        var tokens = Greatest(root, Tokens, octets, out var isClear);
        var choices = Greatest(root, Choices, octets, out _) ?? 1;
        return (isClear ? tokens : null, (int)Math.Min(choices, MaxChoices));
    }

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

            if (member.Integer(octets) is >= 1 and var value)
            {
                greatest = Math.Max(greatest ?? 0, value);
            }
            else
            {
                isClear = false;
            }
        }

        return greatest;
    }
}
