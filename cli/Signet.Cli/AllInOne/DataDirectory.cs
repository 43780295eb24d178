using System.Security.Cryptography;
using System.Text.Json;
using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Policy.Documents;

namespace Signet.Cli.AllInOne;

/// <summary>
/// The directory that one machine's signet lives in: who it is (<c>signet.json</c>), its keys (0600), its policy, its store, and the
/// verifier's memory. Made at the first start, reused afterwards. Held by one process at a time.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    public const string MarkerName = "signet.json";
    public const string ChainKeyId = "chain-1";

    private const string Format = "signet-data/1";
    private const string LockName = "lock";
    private const string TemporarySuffix = ".tmp";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataDirectory(string root, string logId, FileStream held)
    {
        (Root, LogId, _lock) = (root, logId, held);
        RequireKeysOfLog();
        ChainRootSecret = KeyFile.LoadOrCreateSecret(ChainKeyPath(root), Digest.Size);
        CheckpointSeed = KeyFile.LoadOrCreateSecret(CheckpointKeyPath(root), CheckpointSigner.SeedOctets);
        if (!File.Exists(PolicyPath))
        {
            File.WriteAllText(PolicyPath, DefaultPolicy.Yaml);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(VerifierMemoryPath)!);
    }

    public string Root { get; }

    public string LogId { get; }

    public byte[] ChainRootSecret { get; }

    public byte[] CheckpointSeed { get; }

    public string StoreRoot => StorePath(Root);

    public string KeysRoot => Path.Combine(Root, "keys");

    public string SpoolRoot => Path.Combine(Root, "spool");

    public string PolicyPath => Path.Combine(Root, "policy.yaml");

    public string VerifierMemoryPath => VerifierMemoryOf(Root);

    public static string StorePath(string root) => Path.Combine(root, "store");

    public static string VerifierMemoryOf(string root) => Path.Combine(root, "verifier", "last-seen");

    public static string ChainKeyPath(string root) => Path.Combine(root, "keys", "chain-root.key");

    public static string CheckpointKeyPath(string root) => Path.Combine(root, "keys", "checkpoint.key");

    /// <summary>Opens a data directory, or makes one of an empty or missing directory.</summary>
    /// <exception cref="UserErrorException">It is somebody else's, in use, or can't be written.</exception>
    public static DataDirectory Open(string path)
    {
        var root = path.Length > 0 ? Path.GetFullPath(path) : throw new UserErrorException("--data takes the path of a directory.");
        try
        {
            var isNew = !Directory.Exists(root);
            if (isNew)
            {
                CreateOwned(root);
            }

            var marker = Path.Combine(root, MarkerName);
            if (!File.Exists(marker) && Directory.EnumerateFileSystemEntries(root).Any(IsForeign))
            {
                throw new UserErrorException($"{root} is not a signet data directory, and it is not empty. Choose another with --data.");
            }

            var held = Hold(root);
            try
            {
                if (!File.Exists(marker))
                {
                    WriteMarker(marker, "local-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
                }

                return new DataDirectory(root, ReadLogId(root), held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or KeyFileException)
        {
            throw new UserErrorException($"The data directory {root} can't be used: {exception.Message}", exception);
        }
    }

    /// <summary>The log id of a data directory; nothing is created or held.</summary>
    /// <exception cref="UserErrorException">It isn't one.</exception>
    public static string ReadLogId(string root)
    {
        try
        {
            using var marker = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, MarkerName)));
            if (marker.RootElement.GetProperty("format").GetString() == Format &&
                marker.RootElement.GetProperty("log_id").GetString() is { } logId && LedgerText.IsIdentifier(logId))
            {
                return logId;
            }
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{root} is not a signet data directory: its {MarkerName} can't be read.", exception);
        }

        throw new UserErrorException($"{root} is not a data directory of this version of signet.");
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(ChainRootSecret);
        CryptographicOperations.ZeroMemory(CheckpointSeed);
        _lock.Dispose();
    }

    /// <summary>A log is never continued under new keys of the old names: nobody could verify it from there on.</summary>
    private void RequireKeysOfLog()
    {
        if ((Directory.Exists(Path.Combine(StoreRoot, "log", LogId)) || StoreChoice.IsElsewhere(Root)) &&
            Array.Find([ChainKeyPath(Root), CheckpointKeyPath(Root)], path => !File.Exists(path)) is { } missing)
        {
            throw new UserErrorException($"The log in {Root} has lost its key {missing}: restore it, or choose another directory with --data.");
        }
    }

    private static FileStream Hold(string root)
    {
        try
        {
            return new FileStream(Path.Combine(root, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new UserErrorException($"The data directory {root} is in use by another signet.", exception);
        }
    }

    private static bool IsForeign(string entry) => Path.GetFileName(entry) is not (LockName or MarkerName + TemporarySuffix);

    private static void WriteMarker(string path, string logId)
    {
        // Renamed into place: a crash leaves no marker or a whole one, and a directory without one counts as empty.
        var temporary = path + TemporarySuffix;
        File.WriteAllText(temporary, $"{{\"format\":\"{Format}\",\"log_id\":\"{logId}\"}}\n");
        File.Move(temporary, path, overwrite: true);
    }

    private static void CreateOwned(string root)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(root);
        }
        else
        {
            Directory.CreateDirectory(root, OwnerOnly);
        }
    }
}
