namespace Signet.Messaging;

/// <summary>Names a secret, and is none.</summary>
/// <param name="Store">The secret store: 1 to 253 of <c>A-Z a-z 0-9 - . _</c>, no dot in front.</param>
/// <param name="Name">The secret in it, of the same form.</param>
/// <param name="Key">The member of the secret, of the same form; null for a secret that has exactly one.</param>
public sealed record SecretReference(string Store, string Name, string? Key)
{
    private const int MaxLength = 253;

    /// <summary>True when every name is of the form that stands as it is in a path.</summary>
    public bool IsValid => IsName(Store) && IsName(Name) && (Key is null || IsName(Key));

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxLength } && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
