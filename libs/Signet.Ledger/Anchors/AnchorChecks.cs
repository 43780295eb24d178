using Signet.Ledger.Entries;

namespace Signet.Ledger.Anchors;

/// <summary>The check of anchors against a set of trusted authorities, as auditors and verifiers take it.</summary>
public static class AnchorChecks
{
    /// <summary>A check that yields null for an anchor that holds, else why it doesn't. An authority that isn't among them is refused.</summary>
    /// <exception cref="ArgumentException">Two authorities have one name.</exception>
    public static Func<AnchorBody, string?> For(string logId, IEnumerable<TsaTrust> authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        var byName = authorities.ToDictionary(trust => trust.Name, StringComparer.Ordinal);
        return anchor =>
        {
            ArgumentNullException.ThrowIfNull(anchor);
            if (!byName.TryGetValue(anchor.Tsa, out var trust))
            {
                return "no roots are pinned for its authority";
            }

            var verdict = AnchorVerifier.Verify(anchor, logId, trust);
            return verdict.Ok ? null : verdict.Text;
        };
    }
}
