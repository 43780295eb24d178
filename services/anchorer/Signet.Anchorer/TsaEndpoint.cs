using Signet.Hosting.TimeStamps;
using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>A time-stamping authority to ask.</summary>
/// <param name="Url">Where it answers requests by HTTP POST; http will do, its tokens are signed. No user information.</param>
/// <param name="Trust">Its name, pinned roots and policy.</param>
public sealed record TsaEndpoint(Uri Url, TsaTrust Trust)
{
    /// <summary>The least time between two requests: 0 to 1 h. The default is 1 s.</summary>
    public TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Files of revocation lists, DER or PEM, read anew for every request, so that they can be replaced under way; none: revocation is not
    /// looked at. A file that can't be used refuses the token: nothing then says that the certificates still hold.
    /// </summary>
    public IReadOnlyList<string> RevocationPaths { get; init; } = [];

    /// <summary>The trust with what is known about revocation now.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be read.</exception>
    /// <exception cref="ArgumentException">A file holds no revocation list.</exception>
    internal TsaTrust CurrentTrust() =>
        RevocationPaths.Count == 0 ? Trust : Trust.With([.. RevocationPaths.Select(RevocationFiles.Read)]);
}
