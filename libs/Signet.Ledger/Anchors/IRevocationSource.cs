namespace Signet.Ledger.Anchors;

/// <summary>Where an authority's revocation lists come from. Safe for concurrent use.</summary>
public interface IRevocationSource
{
    /// <summary>The lists as they are now: the same object for as long as none changed.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">They can't be read.</exception>
    /// <exception cref="ArgumentException">One is no list.</exception>
    IReadOnlyList<RevocationList> Lists { get; }
}
