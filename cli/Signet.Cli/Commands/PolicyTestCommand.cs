using System.CommandLine;
using Signet.Cli.Output;
using Signet.Cli.Policies;
using Signet.Gateway;
using Signet.Policy.Pipeline;

namespace Signet.Cli.Commands;

/// <summary><c>signet policy test FILE</c>: requests, and what the policy has to make of each. Exit code 0 all as expected, 1 not, 2 could not run.</summary>
internal static class PolicyTestCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The cases, in YAML." };
        var policy = new Option<string?>("--policy") { Description = "The policy, in place of the one that the file names." };
        var junit = new Option<string?>("--junit") { Description = "Write the results as JUnit's XML to this file." };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var extensions = new ExtensionArguments();
        var command = new Command("test", "Try requests on a policy, with the gateway's own routing, preflight and admission, and compare what it decides with what it should.")
        {
            file, policy, junit, json,
        };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            var tests = await PolicyTestFile.LoadAsync(path, cancellationToken);
            var policyPath = parsed.GetValue(policy) ?? (tests.Policy is { } beside
                ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, beside)
                : throw new UserErrorException("The tests name no policy; give --policy."));
            var lint = await PolicyLint.ReadAsync(policyPath, extensions.ReadChecks(parsed), cancellationToken);
            if (lint.Document is null)
            {
                var remark = lint.Remarks[0];
                throw new UserErrorException($"The policy {policyPath} can't be used: line {remark.Position.Line}: {remark.Message}");
            }

            List<PolicyTestResult> results = [];
            for (var i = 0; i < tests.Cases.Count; i++)
            {
                results.Add(await RunAsync(lint, tests.Cases[i], i, cancellationToken));
            }

            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? PolicyTestOutput.Json(lint, results) : PolicyTestOutput.Text(results));
            if (parsed.GetValue(junit) is { } target)
            {
                await using var output = OutputFile.Open(target);
                await output.Writer.WriteAsync(PolicyTestOutput.JUnit(results));
                await output.CompleteAsync();
            }

            return results.All(result => result.Fault is null) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<PolicyTestResult> RunAsync(PolicyLint lint, PolicyTestCase test, int index, CancellationToken cancellationToken)
    {
        // Each case with states of its own: what one uses up of a limit isn't missing in the next.
        var policies = lint.Document!.Build(TimeProvider.System, CharacterTokenCounter.Instance, new CheckStates());
        var began = TimeProvider.System.GetTimestamp();
        var result = await PolicyTrial.RunAsync(policies, test.Request.ToTrial(), cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);
        var (decision, check, reason) = PolicyTestExpectation.Seen(result);
        return new PolicyTestResult(
            test.Name.Length > 0 ? test.Name : $"case {index + 1}",
            test.Expect is { } expect ? expect.Differs(result) : "it doesn't say what is expected",
            decision,
            check,
            reason,
            took);
    }
}
