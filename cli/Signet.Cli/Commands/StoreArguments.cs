using System.CommandLine;
using Signet.Cli.AllInOne;
using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.Cli.Commands;

/// <summary>The options by which commands are told of a store in S3.</summary>
internal sealed class StoreArguments
{
    private readonly Option<string?> _store = new("--store")
    {
        Description = "s3://BUCKET or s3://BUCKET/PREFIX: keep the log there, under Object Lock. Needed once; the data directory remembers it. Default: a folder of the data directory.",
    };

    private readonly Option<string?> _s3 = new("--s3")
    {
        Description = "For s3://…: a JSON file with endpoint, buckets, key files, slot mode and retention.",
    };

    public void AddTo(Command command)
    {
        command.Add(_store);
        command.Add(_s3);
    }

    /// <summary>For commands that are given the store as their argument.</summary>
    public void AddToReader(Command command) => command.Add(_s3);

    /// <exception cref="UserErrorException">The file can't be used.</exception>
    public S3Settings? ReadS3(ParseResult parsed) => parsed.GetValue(_s3) is { } path ? StoreChoice.ReadS3(path) : null;

    /// <summary>Null when nothing was asked for.</summary>
    /// <exception cref="UserErrorException">The options don't go together, or the file can't be used.</exception>
    public StoreChoice? Read(ParseResult parsed) => (parsed.GetValue(_store), ReadS3(parsed)) switch
    {
        (null, null) => null,
        ({ } store, { } s3) when StoreLocation.IsS3(store) => new StoreChoice(store, s3),
        _ => throw new UserErrorException("--store s3://BUCKET and --s3 FILE go together."),
    };
}
