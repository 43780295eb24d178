using Amazon.Runtime;

namespace Signet.Storage.S3;

/// <summary>An access key from two files, read again every few minutes.</summary>
internal sealed class MountedCredentials : RefreshingAWSCredentials
{
    private const int MaxOctets = 1_024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly string _accessKeyPath;
    private readonly string _secretKeyPath;
    private readonly TimeProvider _time;

    public MountedCredentials(string accessKeyPath, string secretKeyPath, TimeProvider time) =>
        (_accessKeyPath, _secretKeyPath, _time) = (accessKeyPath, secretKeyPath, time);

    protected override CredentialsRefreshState GenerateNewCredentials() => new(
        new ImmutableCredentials(Read(_accessKeyPath), Read(_secretKeyPath), token: null), _time.GetUtcNow().UtcDateTime + Lifetime);

    protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => Task.FromResult(GenerateNewCredentials());

    private static string Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length <= MaxOctets)
            {
                using var reader = new StreamReader(stream);
                string text = reader.ReadToEnd().Trim();
                if (text.Length > 0 && text.All(c => c is > ' ' and <= '~'))
                {
                    return text;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The S3 key file {path} can't be read.", exception);
        }

        throw new StoreException($"The S3 key file {path} doesn't hold one key of visible ASCII characters.");
    }
}
