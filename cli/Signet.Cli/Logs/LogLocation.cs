using Signet.Cli.AllInOne;
using Signet.Hosting.Keys;
using Signet.Hosting.TimeStamps;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.Cli.Logs;

/// <summary>
/// A log opened for reading only: that of a data directory of <c>signet up</c>, where its keys are, or one in a bare store, for which the
/// caller brings what is to be trusted.
/// </summary>
internal sealed class LogLocation
{
    private const int MaxRootSecretOctets = 4_096;

    private LogLocation(string logId, ReadableStore store, LogTrust trust) =>
        (LogId, Segments, Derived, Trust) = (logId, store.Segments, store.Derived, trust);

    public string LogId { get; }

    public ISegmentReader Segments { get; }

    public IDerivedReader Derived { get; }

    public LogTrust Trust { get; }

    /// <summary>Opens the log of a data directory, or of a store that is a directory.</summary>
    /// <exception cref="UserErrorException">There is no log there, or what is given doesn't fit it.</exception>
    public static Task<LogLocation> OpenAsync(string path, TrustOptions given, CancellationToken cancellationToken) =>
        OpenAsync(path, given, null, cancellationToken);

    /// <param name="path">A data directory, or a store: a directory or <c>s3://bucket/prefix</c>.</param>
    /// <param name="given">What the caller trusts.</param>
    /// <param name="s3">What has to be known of a store in S3; null where a data directory knows it, or for a directory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UserErrorException">There is no log there, or what is given doesn't fit it.</exception>
    public static async Task<LogLocation> OpenAsync(string path, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken)
    {
        if (given.LogId is { } named && !LedgerText.IsIdentifier(named))
        {
            throw new UserErrorException("--log-id is not the name of a log.");
        }

        var root = RootOf(path);
        var isData = !StoreLocation.IsS3(root) && File.Exists(System.IO.Path.Combine(root, DataDirectory.MarkerName));
        var choice = isData ? StoreChoice.Of(root) : new StoreChoice(root, s3 ?? new S3Settings());
        try
        {
            var store = await choice.OpenReaderAsync();
            var logId = given.LogId ?? (isData ? DataDirectory.ReadLogId(root) : await OnlyLogAsync(store.Segments, choice.Location, cancellationToken));
            var takesData = isData && given.LogId is null;
            var trust = takesData ? DataTrust.Load(root) : new LogTrust { LogId = logId };
            return new LogLocation(logId, store, Apply(trust, given, takesData ? DataTrust.Authorities(root) : []));
        }
        catch (StoreException exception)
        {
            throw new UserErrorException($"The log in {root} can't be read: {exception.Message}", exception);
        }
    }

    private static string RootOf(string path)
    {
        if (StoreLocation.IsS3(path))
        {
            return path;
        }

        var root = path.Length > 0 ? System.IO.Path.GetFullPath(path) : throw new UserErrorException("The path of a directory is missing.");
        return Directory.Exists(root) ? root : throw new UserErrorException($"There is no directory {root}.");
    }

    private static async Task<string> OnlyLogAsync(ISegmentReader reader, string store, CancellationToken cancellationToken)
    {
        var logs = new List<string>();
        await foreach (var log in reader.ListLogsAsync(cancellationToken))
        {
            logs.Add(log);
        }

        return logs switch
        {
            [var only] => only,
            [] => throw new UserErrorException($"There is no log in {store}."),
            _ => throw new UserErrorException($"There are several logs in {store}; choose with --log-id."),
        };
    }

    private static LogTrust Apply(LogTrust trust, TrustOptions given, IEnumerable<TsaTrust> known)
    {
        if (given.Vkey is { } text)
        {
            trust = VerifierKey.TryParse(text, out var key) && key!.Name == trust.LogId
                ? trust with { CheckpointKey = key }
                : throw new UserErrorException("--vkey is not a verifier key of this log.");
        }

        if (given.Keyless)
        {
            trust = trust with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>>() };
        }
        else if (given.RootSecret is { } secret)
        {
            var secrets = new Dictionary<string, ReadOnlyMemory<byte>>();
            foreach (var (name, source) in given.PreviousRootSecrets.Select(pair => Split(pair, "--previous-root-secret")).Append((given.KeyId, secret)))
            {
                secrets[name] = LoadSecret(source);
            }

            trust = trust with { RootSecrets = secrets };
        }

        return given.TsaRoots.Count + given.RevocationLists.Count == 0 ? trust : trust with { CheckAnchor = CheckFor(trust.LogId, given, known) };
    }

    private static Func<AnchorBody, string?> CheckFor(string logId, TrustOptions given, IEnumerable<TsaTrust> known)
    {
        var lists = given.RevocationLists.Select(pair => Split(pair, "--tsa-crl"))
            .GroupBy(pair => pair.Name, pair => pair.Source).ToDictionary(group => group.Key, group => group.ToArray());
        try
        {
            return AnchorChecks.For(logId, given.TsaRoots.Count > 0 ? [.. given.TsaRoots.Select(Pinned)] : known, RevocationFiles.Of(lists));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"The authorities can't be used: {exception.Message}", exception);
        }
    }

    private static byte[] LoadSecret(string path)
    {
        try
        {
            return KeyFile.LoadSecret(path, Ledger.Chain.ChainKey.MinRootOctets, MaxRootSecretOctets, KeyFileOrigin.MountedSecret);
        }
        catch (KeyFileException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    private static TsaTrust Pinned(string pair)
    {
        var (name, source) = Split(pair, "--tsa-roots");
        return TsaTrust.FromPem(name, TsaRoots.Read(source));
    }

    private static (string Name, string Source) Split(string pair, string option) => pair.Split('=', 2) is [var name, { Length: > 0 } source]
        ? (name, source)
        : throw new UserErrorException($"{option} takes NAME=FILE.");
}
