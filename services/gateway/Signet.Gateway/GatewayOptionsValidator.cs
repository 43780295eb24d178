using Microsoft.Extensions.Options;
using Signet.Gateway.Cluster;
using Signet.Gateway.Cluster.Workloads;
using Signet.Gateway.Forwarding;
using Signet.Ledger;
using Signet.Messaging;

namespace Signet.Gateway;

/// <summary>Refuses to start with options that can't work, and names all faults at once. Never repeats a value that may hold a secret.</summary>
internal sealed class GatewayOptionsValidator(ISecretSource? secrets = null, ClusterApi? cluster = null) : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> faults = [];
        Require(LedgerText.IsIdentifier(options.LogId), "LogId must match [a-z0-9][a-z0-9.-]{0,127}.");
        Require(LedgerText.IsIdentifier(options.ProducerId), "ProducerId must match [a-z0-9][a-z0-9.-]{0,127}.");
        faults.AddRange(new UpstreamRules(secrets is not null).Check(options));
        faults.AddRange(WorkloadRules.Check(options, cluster is not null));
        Require(
            (options.CommitKeyId.Length == 0 && options.CommitKeyPath.Length == 0) || (LedgerText.IsIdentifier(options.CommitKeyId) && options.CommitKeyPath.Length > 0),
            "CommitKeyId, which matches [a-z0-9][a-z0-9.-]{0,127}, and CommitKeyPath are given together.");
        Require(options.Evidence is { Length: > 0 and <= 256 }, "Evidence must have 1 to 256 characters.");
        Require(options.MaxRequestBodyBytes is >= 1 << 10 and <= 64 << 20, "MaxRequestBodyBytes must lie between 1 KiB and 64 MiB.");
        Require(options.MaxAnswerBytes is >= 1 << 10 and <= 256 << 20, "MaxAnswerBytes must lie between 1 KiB and 256 MiB.");
        Require(IsBetween(options.RecordTimeout, 0.1, 300), "RecordTimeout must lie between 100 ms and 5 minutes.");
        Require(IsBetween(options.UpstreamTimeout, 1, 3_600), "UpstreamTimeout must lie between 1 second and 1 hour.");
        Require(IsBetween(options.ApiKeyRefresh, 10, 86_400), "ApiKeyRefresh must lie between 10 seconds and 1 day.");
        Require(IsBetween(options.ApiKeyGrace, 0, 86_400), "ApiKeyGrace must lie between 0 and 1 day.");
        Require(
            options.PolicyReloadInterval == TimeSpan.Zero || IsBetween(options.PolicyReloadInterval, 0.1, 3_600),
            "PolicyReloadInterval must be 0 or lie between 100 ms and 1 hour.");
        Require(options.QueueLength is >= 16 and <= 1_000_000, "QueueLength must lie between 16 and 1,000,000.");
        Require(IsBetween(options.DrainTimeout, 0, 300), "DrainTimeout must lie between 0 and 5 minutes.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static bool IsBetween(TimeSpan value, double from, double to) => value.TotalSeconds >= from && value.TotalSeconds <= to;
}
