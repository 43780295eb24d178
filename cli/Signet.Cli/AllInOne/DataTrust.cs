using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;
using Signet.Verifier;

namespace Signet.Cli.AllInOne;

/// <summary>
/// What a data directory knows about its log from outside the log: the keys, and the pinned roots of the authorities that it used.
/// Opens nothing for writing.
/// </summary>
internal static class DataTrust
{
    private const string PinnedFolder = "tsa";

    /// <exception cref="UserErrorException">A key or root file is missing or can't be used.</exception>
    public static LogTrust Load(string root)
    {
        var logId = DataDirectory.ReadLogId(root);
        try
        {
            using var signer = new CheckpointSigner(
                logId, KeyFile.LoadSecret(DataDirectory.CheckpointKeyPath(root), CheckpointSigner.SeedOctets, CheckpointSigner.SeedOctets));
            return new LogTrust
            {
                LogId = logId,
                CheckpointKey = signer.VerifierKey,
                RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>>
                {
                    [DataDirectory.ChainKeyId] = KeyFile.LoadSecret(DataDirectory.ChainKeyPath(root), Digest.Size, Digest.Size),
                },
                CheckAnchor = AnchorChecks.For(logId, Authorities(root)),
                LastSeen = LastSeen(root, logId),
            };
        }
        catch (Exception exception) when (exception is KeyFileException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"The keys of {root} can't be used: {exception.Message}", exception);
        }
    }

    /// <summary>The tree that the verifier beside the log saw last, or null.</summary>
    private static Checkpoint? LastSeen(string root, string logId)
    {
        var path = DataDirectory.VerifierMemoryOf(root);
        if (!File.Exists(path))
        {
            return null;
        }

        return SeenLog.Read(File.ReadAllText(path), logId)?.Tree
            ?? throw new UserErrorException($"{path} is damaged or of another log.");
    }

    /// <summary>Keeps an authority's roots beside the keys, so that its anchors can be checked after another has taken its place.</summary>
    /// <exception cref="UserErrorException">The roots can't be read, or other roots are pinned under the name.</exception>
    public static TsaTrust Pin(string root, string name, string pemPath)
    {
        try
        {
            var pem = File.ReadAllText(pemPath);
            var trust = TsaTrust.FromPem(name, pem);
            var pinned = Path.Combine(root, "keys", PinnedFolder, name + ".pem");
            Directory.CreateDirectory(Path.GetDirectoryName(pinned)!);
            if (!File.Exists(pinned))
            {
                File.WriteAllText(pinned, pem);
            }
            else if (!TsaTrust.FromPem(name, File.ReadAllText(pinned)).RootsSha256.Span.SequenceEqual(trust.RootsSha256.Span))
            {
                throw new UserErrorException($"Other roots are pinned for {name} in {pinned}.");
            }

            return trust;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"The roots in {pemPath} can't be used: {exception.Message}", exception);
        }
    }

    /// <summary>The authorities that the log of a data directory used, with their pinned roots.</summary>
    public static IEnumerable<TsaTrust> Authorities(string root)
    {
        var keys = Path.Combine(root, "keys");
        var development = Path.Combine(keys, DevelopmentTsaFiles.RootName);
        if (File.Exists(development))
        {
            yield return TsaTrust.FromPem(DevelopmentTsa.Name, File.ReadAllText(development));
        }

        var pinned = Path.Combine(keys, PinnedFolder);
        foreach (var path in Directory.Exists(pinned) ? Directory.EnumerateFiles(pinned, "*.pem") : [])
        {
            yield return TsaTrust.FromPem(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));
        }
    }
}
