using System.Globalization;
using System.Security.Cryptography;
using Signet.Hosting.Keys;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;

namespace Signet.Cli.Keys;

/// <summary>
/// A directory with the keys of one log, as <c>deploy/keys</c> makes it: <c>chain-root.key</c>, <c>checkpoint.key</c>, <c>auditor-token</c>. A key that
/// takes another's place stands beside it under a number: nothing is ever written over, since what was written under the old key is checked with it.
/// </summary>
internal sealed class LogKeys
{
    private const int MaxNumber = 1_000;
    private const int TokenOctets = 24;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private LogKeys(string root) => Root = root;

    public string Root { get; }

    /// <summary>The files of chain keys, the first one first.</summary>
    public IReadOnlyList<string> ChainKeys => Files("chain-root");

    /// <summary>The files of checkpoint keys, the first one first.</summary>
    public IReadOnlyList<string> CheckpointKeys => Files("checkpoint");

    /// <summary>Makes the keys of a new log in a new directory.</summary>
    /// <exception cref="UserErrorException">Something stands there, or can't be written.</exception>
    public static LogKeys Generate(string path)
    {
        if (Path.Exists(path))
        {
            throw new UserErrorException($"{path} is there already: keys that a log was written with are never replaced.");
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
            }

            var keys = new LogKeys(Path.GetFullPath(path));
            Create(keys.File("chain-root", 1), Digest.Size);
            Create(keys.File("checkpoint", 1), CheckpointSigner.SeedOctets);

            // Without an end of line: what hands it on in an environment variable would keep that.
            using var token = new FileStream(Path.Combine(keys.Root, "auditor-token"), Options());
            token.Write(System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(TokenOctets * 2, lowercase: true)));
            return keys;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or KeyFileException)
        {
            throw new UserErrorException($"The keys in {path} can't be made: {exception.Message}", exception);
        }
    }

    /// <exception cref="UserErrorException">There are no keys.</exception>
    public static LogKeys Open(string path)
    {
        var keys = new LogKeys(Path.GetFullPath(path));
        return System.IO.File.Exists(keys.File("chain-root", 1)) && System.IO.File.Exists(keys.File("checkpoint", 1))
            ? keys
            : throw new UserErrorException($"{path} holds no keys of a log: chain-root.key and checkpoint.key.");
    }

    /// <summary>Makes the next chain or checkpoint key.</summary>
    /// <exception cref="UserErrorException">It can't be made.</exception>
    public string AddNext(string kind)
    {
        var path = File(kind, Files(kind).Count + 1);
        try
        {
            Create(path, Digest.Size);
            return path;
        }
        catch (KeyFileException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    /// <summary>The verifier key of a checkpoint key.</summary>
    /// <exception cref="UserErrorException">The file can't be used.</exception>
    public static string VkeyOf(string logId, string path)
    {
        try
        {
            var seed = KeyFile.LoadSecret(path, CheckpointSigner.SeedOctets, CheckpointSigner.SeedOctets, KeyFileOrigin.MountedSecret);
            try
            {
                using var signer = new CheckpointSigner(logId, seed);
                return signer.VerifierKey.ToString();
            }
            finally
            {
                CryptographicOperations.ZeroMemory(seed);
            }
        }
        catch (KeyFileException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    private static void Create(string path, int octets)
    {
        Span<byte> secret = stackalloc byte[octets];
        RandomNumberGenerator.Fill(secret);
        try
        {
            if (!KeyFile.TryCreateSecret(path, secret))
            {
                throw new UserErrorException($"{path} is there already.");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private List<string> Files(string kind) => [.. Enumerable.Range(1, MaxNumber).Select(number => File(kind, number)).TakeWhile(System.IO.File.Exists)];

    private string File(string kind, int number) =>
        Path.Combine(Root, number == 1 ? $"{kind}.key" : string.Create(CultureInfo.InvariantCulture, $"{kind}.{number}.key"));
}
