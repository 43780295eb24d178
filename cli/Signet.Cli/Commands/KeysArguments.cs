using System.CommandLine;
using Signet.Cli.AllInOne;
using Signet.Ledger;

namespace Signet.Cli.Commands;

/// <summary>What the commands about keys share.</summary>
internal sealed class KeysArguments
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The directory of the keys." };
    private readonly Option<string> _logId = new("--log-id") { Description = "The log that they are for.", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON. Never holds a secret." };

    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_logId);
        command.Add(_json);
    }

    public string Directory(ParseResult parsed) => File.Exists(Path.Combine(parsed.GetValue(_directory)!, DataDirectory.MarkerName))
        ? throw new UserErrorException("That is a data directory of `signet up`, which keeps its keys; these commands are for the keys of an auditor's own.")
        : parsed.GetValue(_directory)!;

    /// <exception cref="UserErrorException">It is no name of a log.</exception>
    public string LogId(ParseResult parsed) =>
        LedgerText.IsIdentifier(parsed.GetValue(_logId)!) ? parsed.GetValue(_logId)! : throw new UserErrorException("--log-id matches [a-z0-9][a-z0-9.-]{0,127}.");

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);
}
