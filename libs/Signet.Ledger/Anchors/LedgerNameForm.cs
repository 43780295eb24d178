using System.Buffers;

namespace Signet.Ledger.Anchors;

/// <summary>The form of names in section 0: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</summary>
internal static class LedgerNameForm
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    public static bool Matches(string? name) =>
        name is { Length: >= 1 and <= 128 } && name[0] is not ('.' or '-') && !name.AsSpan().ContainsAnyExcept(Allowed);
}
