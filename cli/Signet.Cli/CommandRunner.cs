using System.CommandLine;
using Signet.Cli.Commands;
using Signet.Cli.Logs;
using Signet.Shared.Terminal;

namespace Signet.Cli;

/// <summary>Runs a command line: one line and an exit code for whatever the user can put right, a stack trace for nothing.</summary>
internal static class CommandRunner
{
    // Stopping drains the gateway, tries a last anchor and closes the log; the parts' own limits end it long before this.
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);

        // What is to be completed needn't be right yet.
        if (parsed.Errors.Count > 0 && !(args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal)))
        {
            await Console.Error.WriteLineAsync($"signet: {SafeText.Of(Complaint(parsed))}");
            return ExitCodes.NotVerified;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopPatience,
            });
        }
        catch (UserErrorException exception)
        {
            await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
            return ExitCodes.NotVerified;
        }
        catch (LogFaultException exception)
        {
            await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.NotVerified;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"signet: {exception.GetType().Name}: {SafeText.Of(exception.Message)}");
            return ExitCodes.NotVerified;
        }
    }

    private static string Complaint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var call = $"signet {CommandWords.Of(parsed.CommandResult)}".TrimEnd();
        var isUnfinished = command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0;

        // Some messages of the parser have several lines.
        var message = isUnfinished
            ? $"Choose a command of `{call}`: {string.Join(", ", command.Subcommands.Select(child => child.Name))}."
            : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{message} `{call} --help` says more.";
    }
}
