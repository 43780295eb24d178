using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>The check of anchors against a set of trusted authorities, as auditors and verifiers take it.</summary>
public static class AnchorChecks
{
    /// <summary>A check that yields null for an anchor that holds, else why it doesn't. An authority that isn't among them is refused.</summary>
    /// <exception cref="ArgumentException">Two authorities have one name.</exception>
    public static Func<AnchorBody, string?> For(string logId, IEnumerable<TsaTrust> authorities) =>
        For(logId, authorities, new Dictionary<string, IRevocationSource>());

    /// <summary>
    /// The same with revocation lists, which may be replaced under way. While one of them can't be used no anchor of its authority holds:
    /// nothing then says that the certificates do.
    /// </summary>
    /// <param name="logId">The log.</param>
    /// <param name="authorities">The authorities.</param>
    /// <param name="revocations">The lists, by the authority's name.</param>
    /// <exception cref="ArgumentException">Two authorities have one name, lists are of none of them, or one is no list.</exception>
    /// <exception cref="IOException">A list can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A list can't be read.</exception>
    public static Func<AnchorBody, string?> For(
        string logId, IEnumerable<TsaTrust> authorities, IReadOnlyDictionary<string, IRevocationSource> revocations)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        ArgumentNullException.ThrowIfNull(revocations);
        Dictionary<string, PinnedAuthority> byName = authorities.ToDictionary(
            trust => trust.Name, trust => new PinnedAuthority(trust, revocations.GetValueOrDefault(trust.Name)), StringComparer.Ordinal);
        if (revocations.Keys.FirstOrDefault(name => !byName.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"Revocation lists are given for {unknown}, and no roots.", nameof(revocations));
        }

        return anchor =>
        {
            ArgumentNullException.ThrowIfNull(anchor);
            return byName.TryGetValue(anchor.Tsa, out PinnedAuthority? authority)
                ? authority.Check(anchor, logId)
                : "no roots are pinned for its authority";
        };
    }
}
