using System.CommandLine;
using Signet.Cli.Output;
using Signet.Cli.Policies;

namespace Signet.Cli.Commands;

/// <summary><c>signet policy lint FILE...</c>: exit code 0 good, 1 at fault, 2 could not be read.</summary>
internal static class PolicyLintCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policy files. Default: policy.yaml.",
            DefaultValueFactory = _ => ["policy.yaml"],
            Arity = ArgumentArity.ZeroOrMore,
        };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as errors." };
        var json = new Option<bool>("--json") { Description = "Print what was found as JSON." };
        var extensions = new ExtensionArguments();
        var command = new Command("lint", "Check policy files as signet does when it starts, and warn of weak settings.") { files, strict, json };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var checks = extensions.ReadChecks(parsed);
            List<PolicyLint> lints = [];
            foreach (var file in parsed.GetValue(files)!)
            {
                lints.Add(await PolicyLint.ReadAsync(file, checks, cancellationToken));
            }

            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? PolicyLintOutput.Json(lints) : PolicyLintOutput.Text(lints));
            return lints.Max(lint => lint.ExitCode(parsed.GetValue(strict)));
        });
        return command;
    }
}
