using System.Buffers;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// The names by which an API tells its events and parts apart, for the log: names that a specification could have, and
/// <c>other</c> for all else, since what somebody wrote never goes there as it stands.
/// </summary>
internal static class UnknownName
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    public static string Of(string? name) =>
        name is { Length: >= 1 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Characters) ? name : "other";
}
