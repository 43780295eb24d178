using System.CommandLine;
using System.Reflection;
using Signet.Cli.Diagnosis;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary><c>signet doctor</c>: looks at everything that it is told of, and says of each fault what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var log = new Argument<string?>("LOG") { Description = "A data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX.", Arity = ArgumentArity.ZeroOrOne };
        var store = new StoreArguments();
        var extensions = new ExtensionArguments();
        var write = new Option<bool>("--write-probes") { Description = "Try whether the store is write-once, as a writer does at its start. Without it nothing is written." };
        var gateway = new Option<string?>("--gateway") { Description = "The address of the API, as callers use it." };
        var owner = new Option<string>("--owner") { Description = "The owner that probes name.", DefaultValueFactory = _ => "human:signet-doctor" };
        var probe = new Option<string?>("--probe") { Description = "A file with the body of a chat request that the gateway has to refuse. It is sent." };
        var management = new Option<string[]>("--management") { Description = "The address of /version and /readyz of a service. Repeatable." };
        var policy = new Option<string?>("--policy") { Description = "The policy in force. Default: policy.yaml in the data directory." };
        var tsa = new Option<string?>("--tsa") { Description = "The time-stamping authority: an address, or freetsa, digicert or sectigo." };
        var roots = new Option<string?>("--tsa-roots") { Description = "A PEM file with its root certificates." };
        var dapr = new Option<string?>("--dapr") { Description = "The HTTP address of a Dapr sidecar." };
        var lease = new Option<string?>("--lease") { Description = "The Lease of the auditors in the cluster." };
        var objects = new Option<bool>("--objects") { Description = "Look at the cluster's objects: CommitPolicies, Dapr's component and its subscriptions, the chart's workloads and webhooks." };
        var space = new Option<string?>("--namespace") { Description = "The namespace of Lease and objects. Default: the kubeconfig's, or the pod's." };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "The kubeconfig. Default: the pod's account, or the usual places." };
        var strict = new Option<bool>("--strict") { Description = "What there is to know counts as failed." };
        var json = new Option<bool>("--json") { Description = "Print what was found as JSON." };
        var command = new Command(
            "doctor",
            "Look at versions, store, policy, enforcement, time-stamping, Dapr, cluster and clocks. Exit code 0: all that was looked at is good; 1: something isn't; 2: nothing was looked at.")
        {
            log, write, gateway, owner, probe, management, policy, tsa, roots, dapr, lease, objects, space, kubeconfig, strict, json,
        };
        store.AddToReader(command);
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new DoctorOptions
            {
                Log = parsed.GetValue(log),
                S3 = store.ReadS3(parsed),
                MayWrite = parsed.GetValue(write),
                Gateway = Address(parsed.GetValue(gateway), "--gateway"),
                Owner = parsed.GetValue(owner)!,
                Probe = parsed.GetValue(probe),
                Management = [.. (parsed.GetValue(management) ?? []).Select(url => HttpAddress.Parse(url, "--management"))],
                Policy = parsed.GetValue(policy),
                Tsa = parsed.GetValue(tsa),
                TsaRoots = parsed.GetValue(roots),
                Dapr = Address(parsed.GetValue(dapr), "--dapr"),
                Lease = parsed.GetValue(lease),
                LooksAtObjects = parsed.GetValue(objects),
                Namespace = parsed.GetValue(space),
                Kubeconfig = parsed.GetValue(kubeconfig),
            };
            var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            using var doctor = new Doctor(options, extensions.ReadChecks(parsed), version, TimeProvider.System);
            var findings = await doctor.ExamineAsync(cancellationToken);
            var exitCode = ExitCode(findings, parsed.GetValue(strict));
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? DoctorOutput.Json(findings, exitCode) : DoctorOutput.Text(findings));
            return exitCode;
        });
        return command;
    }

    private static int ExitCode(List<Finding> findings, bool strict)
    {
        if (findings.Any(finding => finding.Status == FindingStatus.Failure || (strict && finding.Status == FindingStatus.Warning)))
        {
            return ExitCodes.Failure;
        }

        // The versions of this command alone are no examination.
        return findings.Count(finding => finding.Status != FindingStatus.Skipped) > 1 ? ExitCodes.Success : ExitCodes.NotVerified;
    }

    private static Uri? Address(string? text, string option) => text is null ? null : HttpAddress.Parse(text, option);
}
