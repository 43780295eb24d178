using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Signet.Cli.Commands;

/// <summary>Help as System.CommandLine writes it, then examples and what the exit codes mean.</summary>
internal sealed class HelpExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>By the words of a command.</summary>
    internal static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["up"] = ["signet up", "signet up --demo", "signet up --upstream https://api.example.org/v1 --policy policy.yaml"],
        ["init"] = ["signet init", "signet init my-policies"],
        ["policy lint"] = ["signet policy lint policy.yaml", "signet policy lint --strict --json policy.yaml"],
        ["policy explain"] = ["signet policy explain policy.yaml --header 'X-Agent-Id: agent:billing' --text 'Pay the invoice.'", "signet policy explain policy.yaml --workload payments/billing/billing-7d4f --json"],
        ["policy schema"] = ["signet policy schema > policy.schema.json"],
        ["policy test"] = ["signet policy test samples/policy-tests/tests.yaml", "signet policy test tests.yaml --policy policy.yaml --junit results.xml"],
        ["audit verify"] = ["signet audit verify signet-data", "signet audit verify s3://bucket/log --s3 s3.json --log-id my-log --vkey KEY", "signet audit verify https://auditor.example.org --vkey KEY"],
        ["audit show"] = ["signet audit show 17", "signet audit show 0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e --data https://auditor.example.org --json"],
        ["audit tail"] = ["signet audit tail signet-data -n 20", "signet audit tail https://auditor.example.org --json"],
        ["audit count"] = ["signet audit count signet-data --by decision --by check", "signet audit count signet-data --by owner --decision block --since 7d --json"],
        ["audit report"] = ["signet audit report signet-data --since 30d --html report.html", "signet audit report https://auditor.example.org --vkey KEY --anonymise --markdown report.md"],
        ["audit export"] = ["signet audit export signet-data --format csv --out decisions.csv", "signet audit export signet-data --format ocsf --kind commit --since 24h"],
        ["audit import"] = ["signet audit import audit.jsonl --hmac-secret hmac.key --out imported.jsonl"],
        ["receipt verify"] = ["signet receipt verify receipt.txt --data signet-data --out proof.txt", "signet receipt verify proof.txt --vkey KEY"],
        ["receipt fetch"] = ["signet receipt fetch 0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e https://auditor.example.org --out proof.txt", "signet receipt fetch ID signet-data --anchored"],
        ["anchor show"] = ["signet anchor show signet-data", "signet anchor show https://auditor.example.org --json"],
        ["anchor verify"] = ["signet anchor verify signet-data --within 90"],
        ["keys generate"] = ["signet keys generate keys --log-id my-log"],
        ["keys show"] = ["signet keys show keys --log-id my-log"],
        ["keys rotate"] = ["signet keys rotate keys --log-id my-log --chain --checkpoint"],
        ["witness"] = ["signet witness --name witness.example.org --log KEY"],
        ["inject"] = ["signet inject -f pod.yaml --settings injector.json > injected.yaml", "signet inject -f - --settings injector.json --namespace-label signet.dev/inject=enabled --json"],
        ["bench policy"] = ["signet bench policy --policy policy.yaml", "signet bench policy --check-against baseline.json"],
        ["bench latency"] = ["signet bench latency --policy policy.yaml --gate p99=2ms", "signet bench latency --policy policy.yaml --cases tests.yaml --json"],
        ["health"] = ["signet health http://127.0.0.1:8444/readyz", "signet health http://gateway:8444/readyz http://auditor:8444/readyz --json"],
        ["doctor"] = ["signet doctor signet-data --gateway http://127.0.0.1:8443 --management http://127.0.0.1:8444", "signet doctor s3://bucket/log --s3 s3.json --write-probes --tsa digicert --json"],
        ["completion"] = ["signet completion bash > ~/.local/share/bash-completion/completions/signet"],
    };

    /// <summary>Who asks for help needn't have given what is required.</summary>
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpExamples((HelpAction)option.Action!);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (All.TryGetValue(CommandWords.Of(parseResult.CommandResult), out var examples))
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        output.WriteLine("Exit codes:\n  0 done, and nothing is wrong; 1 something is wrong; 2 it couldn't be told, or the command line is wrong\n");
        return ExitCodes.Success;
    }
}
