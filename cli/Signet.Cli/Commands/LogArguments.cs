using System.CommandLine;
using Signet.Cli.Logs;

namespace Signet.Cli.Commands;

/// <summary>How every command that reads a log is told which: a data directory, a store, or a running auditor, and what is trusted of it.</summary>
internal sealed class LogArguments
{
    private readonly Argument<string> _log = new("LOG")
    {
        Description = "A data directory of `signet up`, a store (a directory or s3://BUCKET/PREFIX), or a running auditor (http://… or https://…).",
    };

    private readonly TrustArguments _trust = new();
    private readonly StoreArguments _store = new();

    public void AddTo(Command command)
    {
        command.Add(_log);
        _trust.AddTo(command);
        _store.AddToReader(command);
    }

    public string Location(ParseResult parsed) => parsed.GetValue(_log)!;

    public TrustOptions Trust(ParseResult parsed) => _trust.Read(parsed);

    /// <exception cref="UserErrorException">There is no log there, or what is given doesn't fit it.</exception>
    public Task<IEntrySource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        EntrySources.OpenAsync(Location(parsed), Trust(parsed), _store.ReadS3(parsed), cancellationToken);

    /// <summary>For commands that need more of a log than its entries.</summary>
    /// <exception cref="UserErrorException">There is no store there, or what is given doesn't fit it.</exception>
    public Task<LogLocation> OpenStoreAsync(ParseResult parsed, CancellationToken cancellationToken) => EntrySources.IsRemote(Location(parsed))
        ? throw new UserErrorException("This needs the log's store: a data directory, a directory or s3://BUCKET/PREFIX.")
        : LogLocation.OpenAsync(Location(parsed), Trust(parsed), _store.ReadS3(parsed), cancellationToken);
}
