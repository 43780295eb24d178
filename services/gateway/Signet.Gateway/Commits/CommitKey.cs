using System.Security.Cryptography;
using Signet.Hosting.Keys;
using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>The key that signs a gateway's events.</summary>
internal static class CommitKey
{
    private const int SeedOctets = 32;

    /// <summary>The one that the settings name, or one that nobody but this process will ever have.</summary>
    /// <exception cref="KeyFileException">The file can't be used.</exception>
    public static CommitSigner Open(GatewayOptions options, Guid epoch)
    {
        if (options.CommitKeyPath.Length == 0)
        {
            return CommitSigner.Create(options.LogId, "commit-" + epoch.ToString("D"), EventSignature.Ed25519Tree);
        }

        var seed = KeyFile.LoadSecret(options.CommitKeyPath, SeedOctets, SeedOctets, KeyFileOrigin.MountedSecret);
        try
        {
            return CommitSigner.FromSeed(options.LogId, options.CommitKeyId, seed, EventSignature.Ed25519Tree);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
