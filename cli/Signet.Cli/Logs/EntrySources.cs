using Signet.Cli.Remote;
using Signet.Storage.S3;

namespace Signet.Cli.Logs;

/// <summary>Opens a log by what the command line calls it: a data directory, a store, or the address of an auditor.</summary>
internal static class EntrySources
{
    public static bool IsRemote(string location) =>
        location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="UserErrorException">There is no log there, or what is given doesn't fit it.</exception>
    public static async Task<IEntrySource> OpenAsync(string location, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken) =>
        IsRemote(location)
            ? await RemoteLog.OpenAsync(location, given, TimeProvider.System, cancellationToken)
            : new StoreEntrySource(await LogLocation.OpenAsync(location, given, s3, cancellationToken), location, given.Vkey is not null);
}
