using Microsoft.Extensions.Options;
using Signet.Ledger;

namespace Signet.Gateway;

/// <summary>Refuses to start with options that can't work. Never repeats a value that may hold a secret.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> faults = [];
        Require(LedgerText.IsIdentifier(options.LogId), "LogId must match [a-z0-9][a-z0-9.-]{0,127}.");
        Require(LedgerText.IsIdentifier(options.ProducerId), "ProducerId must match [a-z0-9][a-z0-9.-]{0,127}.");
        Require(
            options.Upstream is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } upstream
                && (upstream.Scheme == Uri.UriSchemeHttps || upstream.Scheme == Uri.UriSchemeHttp),
            "Upstream must be an absolute http or https address without user information, query or fragment.");
        Require(options.UpstreamApiKey is null || IsVisible(options.UpstreamApiKey, 8_192), "UpstreamApiKey must be visible ASCII.");
        Require(
            options.UpstreamLabel is null || IsVisible(options.UpstreamLabel, 64),
            "UpstreamLabel must be 1 to 64 visible ASCII characters.");
        Require(options.Evidence is { Length: > 0 and <= 256 }, "Evidence must have 1 to 256 characters.");
        Require(options.MaxRequestBodyBytes is >= 1 << 10 and <= 64 << 20, "MaxRequestBodyBytes must lie between 1 KiB and 64 MiB.");
        Require(options.MaxAnswerBytes is >= 1 << 10 and <= 256 << 20, "MaxAnswerBytes must lie between 1 KiB and 256 MiB.");
        Require(IsBetween(options.RecordTimeout, 0.1, 300), "RecordTimeout must lie between 100 ms and 5 minutes.");
        Require(IsBetween(options.UpstreamTimeout, 1, 3_600), "UpstreamTimeout must lie between 1 second and 1 hour.");
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

    private static bool IsVisible(string text, int length) =>
        text.Length > 0 && text.Length <= length && text.All(c => c is > ' ' and < (char)127);
}
