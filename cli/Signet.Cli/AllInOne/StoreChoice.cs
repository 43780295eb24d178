using System.Text.Json;
using System.Text.Json.Serialization;
using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.Cli.AllInOne;

/// <summary>
/// Where the log of a data directory is: in its folder <c>store</c>, or where <c>store.json</c> says. That file is written once the other
/// store was opened, so that later starts and reading commands find it by the data directory alone.
/// </summary>
internal sealed record StoreChoice(string Location, S3Settings S3)
{
    private const string FileName = "store.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static bool IsElsewhere(string root) => File.Exists(Path.Combine(root, FileName));

    /// <exception cref="UserErrorException">The file can't be used.</exception>
    public static StoreChoice Of(string root) => IsElsewhere(root)
        ? Read<StoreChoice>(Path.Combine(root, FileName))
        : new StoreChoice(DataDirectory.StorePath(root), new S3Settings());

    /// <exception cref="UserErrorException">The file can't be read, or names what there isn't.</exception>
    public static S3Settings ReadS3(string path) => Read<S3Settings>(path);

    /// <summary>Opens the store that is asked for, or that of an earlier start, and remembers it.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="asked">What was asked for; null for what is remembered, or the data directory's own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UserErrorException">The log is elsewhere, or a setting can't be used.</exception>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public static async Task<(StoreChoice Choice, WritableStore Store)> OpenWriterAsync(
        DataDirectory data, StoreChoice? asked, CancellationToken cancellationToken)
    {
        var known = Of(data.Root);
        if (asked is not null && asked.Location != known.Location &&
            (IsElsewhere(data.Root) || Directory.Exists(Path.Combine(data.StoreRoot, "log", data.LogId))))
        {
            throw new UserErrorException($"The log of {data.Root} is in {known.Location}: leave --store out, or choose another directory with --data.");
        }

        var choice = asked ?? known;
        var store = await choice.UseAsync(location => StoreLocation.OpenWriterAsync(location, choice.S3, TimeProvider.System, cancellationToken));
        if (asked is not null)
        {
            var path = Path.Combine(data.Root, FileName);
            await File.WriteAllBytesAsync(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(asked, Json), cancellationToken);
            File.Move(path + ".tmp", path, overwrite: true);
        }

        return (choice, store);
    }

    /// <exception cref="UserErrorException">A setting can't be used.</exception>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public Task<ReadableStore> OpenReaderAsync() =>
        UseAsync(location => Task.FromResult(StoreLocation.OpenReader(location, S3, TimeProvider.System)));

    private async Task<T> UseAsync<T>(Func<string, Task<T>> open)
    {
        try
        {
            return await open(Location);
        }
        catch (ArgumentException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new UserErrorException($"The settings in {path} can't be used: {exception.Message}", exception);
        }
    }
}
