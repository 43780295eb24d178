using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Benching;
using Signet.Cli.Output;
using Signet.Cli.Policies;
using Signet.Gateway;
using Signet.Policy.Pipeline;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary><c>signet bench latency</c>: how long a policy takes to decide. Exit code 0 within the gates, 1 over one, 2 could not run.</summary>
internal static class BenchLatencyCommand
{
    private const int MaxCount = 10_000_000;

    private static readonly LatencyGate[] Shown = [.. new[] { "p50", "p90", "p99", "p99.9", "max" }.Select(name => LatencyGate.Parse(name + "=1s"))];

    public static Command Create()
    {
        var policy = new Option<string>("--policy") { Description = "The policy.", DefaultValueFactory = _ => "policy.yaml" };
        var cases = new Option<string?>("--cases") { Description = "A file of `policy test`: its requests, in turn. Without it a short chat request." };
        var owner = new Option<string>("--owner") { Description = "The owner of the request, without --cases.", DefaultValueFactory = _ => "human:bench" };
        var count = new Option<int>("--count") { Description = "How many requests are measured, 100 to 10,000,000.", DefaultValueFactory = _ => 5_000 };
        var warmUp = new Option<int>("--warm-up") { Description = "How many go before them, unmeasured.", DefaultValueFactory = _ => 1_000 };
        var gates = new Option<string[]>("--gate") { Description = "The longest that may be taken, such as p99=2ms. Repeatable." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var extensions = new ExtensionArguments();
        var command = new Command("latency", "Measure how long the gateway's checks of a request take under a policy, and hold it against limits.")
        {
            policy, cases, owner, count, warmUp, gates, json,
        };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(count) is not (>= 100 and <= MaxCount and var number) || parsed.GetValue(warmUp) is not (>= 0 and <= MaxCount and var before))
            {
                throw new UserErrorException($"--count is from 100 to {MaxCount}, --warm-up from 0.");
            }

            var limits = (parsed.GetValue(gates) ?? []).Select(LatencyGate.Parse).ToList();
            var lint = await PolicyLint.ReadAsync(parsed.GetValue(policy)!, extensions.ReadChecks(parsed), cancellationToken);
            if (lint.Document is null)
            {
                throw new UserErrorException($"The policy {parsed.GetValue(policy)} can't be used: line {lint.Remarks[0].Position.Line}: {lint.Remarks[0].Message}");
            }

            IReadOnlyList<PolicyTrialRequest> requests = parsed.GetValue(cases) is { } file
                ? [.. (await PolicyTestFile.LoadAsync(file, cancellationToken)).Cases.Select(test => test.Request.ToTrial())]
                : [new PolicyTestRequest { Headers = new Dictionary<string, string> { ["X-Commit-Owner"] = parsed.GetValue(owner)! } }.ToTrial()];
            var policies = lint.Document.Build(TimeProvider.System, CharacterTokenCounter.Instance, new CheckStates());
            var run = await LatencyRun.MeasureAsync(policies, requests, before, number, cancellationToken);
            var over = limits.Where(gate => run.At(gate.Share) > gate.Limit).ToList();
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(lint, run, limits) : Text(run, limits));
            return over.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static string Text(LatencyRun run, List<LatencyGate> limits)
    {
        var times = Shown.Select(at => $"{at.Name,-6} {Micro(run.At(at.Share)),10} us");
        var decided = string.Join(", ", run.Decisions.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Value} {item.Key}")));
        var gates = limits.Select(gate => $"{(run.At(gate.Share) > gate.Limit ? "OVER " : "ok   ")} {gate.Name} {Micro(run.At(gate.Share))} us of {Micro(gate.Limit)} us");
        return SafeText.Of($"{run.Sorted.Count} requests: {decided}") + "\n" + string.Join('\n', times.Concat(gates));
    }

    private static string Json(PolicyLint lint, LatencyRun run, List<LatencyGate> limits) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-latency/1",
        ["policy_sha256"] = lint.Sha256,
        ["requests"] = run.Sorted.Count,
        ["decisions"] = new JsonObject(run.Decisions.Select(item => KeyValuePair.Create<string, JsonNode?>(item.Key, item.Value))),
        ["microseconds"] = new JsonObject(Shown.Select(at => KeyValuePair.Create<string, JsonNode?>(at.Name, run.At(at.Share).TotalMicroseconds))),
        ["gates"] = new JsonArray([.. limits.Select(gate => new JsonObject
        {
            ["name"] = gate.Name,
            ["limit_microseconds"] = gate.Limit.TotalMicroseconds,
            ["microseconds"] = run.At(gate.Share).TotalMicroseconds,
            ["over"] = run.At(gate.Share) > gate.Limit,
        })]),
    });

    private static string Micro(TimeSpan time) => time.TotalMicroseconds.ToString("F1", CultureInfo.InvariantCulture);
}
