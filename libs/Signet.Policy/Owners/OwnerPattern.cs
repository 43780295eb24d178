using System.Diagnostics.CodeAnalysis;

namespace Signet.Policy.Owners;

/// <summary>Names owners: one, as <c>agent:builder</c>, or all whose id begins alike, as <c>agent:build*</c>.</summary>
internal sealed record OwnerPattern
{
    private readonly OwnerType _type;
    private readonly string _id;
    private readonly bool _isPrefix;

    private OwnerPattern(OwnerType type, string id, bool isPrefix) => (_type, _id, _isPrefix) = (type, id, isPrefix);

    /// <summary>Reads a pattern; false for anything that names no owner that could be.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out OwnerPattern? pattern)
    {
        pattern = null;
        if (!TrySplit(text, out OwnerType type, out string id))
        {
            return false;
        }

        bool isPrefix = id.EndsWith('*');
        string rest = isPrefix ? id[..^1] : id;
        if (isPrefix ? rest.Length == 0 || OwnerId.IsValid(rest.TrimEnd(' ')) : OwnerId.IsValid(rest))
        {
            pattern = new OwnerPattern(type, rest, isPrefix);
        }

        return pattern is not null;
    }

    /// <summary>Reads one owner, as <see cref="Owner.ToString"/> writes it.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Owner? owner)
    {
        owner = TrySplit(text, out OwnerType type, out string id) && OwnerId.IsValid(id) ? Owner.Asserted(type, id) : null;
        return owner is not null;
    }

    /// <summary>True when the pattern names <paramref name="owner"/>.</summary>
    internal bool Matches(Owner owner) =>
        owner.Type == _type && (_isPrefix ? owner.Id.StartsWith(_id, StringComparison.Ordinal) : owner.Id == _id);

    private static bool TrySplit(string text, out OwnerType type, out string id)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        id = colon < 0 ? "" : text[(colon + 1)..];
        type = colon < 0 ? OwnerType.Unresolved : text[..colon] switch
        {
            "human" => OwnerType.Human,
            "agent" => OwnerType.Agent,
            "policy" => OwnerType.Policy,
            _ => OwnerType.Unresolved,
        };
        return type != OwnerType.Unresolved;
    }
}
