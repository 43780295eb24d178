namespace Signet.Policy.Owners;

/// <summary>Who answers for a request. Immutable.</summary>
public sealed record Owner
{
    private Owner(OwnerType type, string id) => (Type, Id) = (type, id);

    /// <summary>Nobody could be resolved.</summary>
    public static Owner Unresolved { get; } = new(OwnerType.Unresolved, "");

    /// <summary>The kind of party.</summary>
    public OwnerType Type { get; }

    /// <summary>Its identifier; empty only when unresolved.</summary>
    public string Id { get; }

    /// <summary>True when somebody other than the caller vouched for the identity.</summary>
    public bool Authenticated { get; init; }

    /// <summary>Who vouched, when authenticated and known; else null.</summary>
    public string? Issuer { get; init; }

    /// <summary>True when somebody answers for the request.</summary>
    public bool IsResolved => Type != OwnerType.Unresolved;

    /// <summary>A party as the caller named it.</summary>
    /// <exception cref="ArgumentException"><paramref name="type"/> is unresolved or <paramref name="id"/> is empty.</exception>
    public static Owner Asserted(OwnerType type, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (type == OwnerType.Unresolved)
        {
            throw new ArgumentException("An unresolved owner has no id.", nameof(type));
        }

        return new Owner(type, id);
    }

    /// <summary>The text form, <c>type:id</c>, or <c>unresolved</c>.</summary>
    public override string ToString() => Type switch
    {
        OwnerType.Human => "human:" + Id,
        OwnerType.Agent => "agent:" + Id,
        OwnerType.Policy => "policy:" + Id,
        _ => "unresolved",
    };
}
