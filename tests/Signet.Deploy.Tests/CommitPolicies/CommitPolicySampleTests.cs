using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Extensions;
using Signet.Hosting.Policies;
using Signet.Policy.Documents;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>What an API server takes and refuses, beside what gateways take and refuse. Where they differ is said here, case by case.</summary>
public sealed class CommitPolicySampleTests
{
    private const string Owner = "version: 1\nchecks: [{check: owner_resolution}]\n";

    private static readonly CheckRegistry Registry = CheckExtensions.Load(new(), new Uri("http://127.0.0.1:3500"), null).Registry;

    [Theory]
    [InlineData(Owner)]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, source: workload, on_claim: record}]\n")]
    [InlineData("version: 1\nallow_no_checks: true\n")]
    [InlineData(Owner + "policies: {a: {extends: default}, b: {extends: a, mode: shadow}}\nselect: [{policy: b, owners: ['agent:system:serviceaccount:payments:*', unresolved]}]\n")]
    [InlineData("version: 1\nchecks: [{check: regex_content, rules: [{label: a, pattern: b, action: block}]}, {check: sensitive_data, rules: {json_web_token: {action: redact}}}]\n")]
    [InlineData("version: 1\nchecks: [{check: rate_limit}, {check: rate_limit, name: second}]\n")]
    public void Sample_BothTake(string yaml) => Assert.Equal((null, null), (ServerFault(yaml), GatewayFault(yaml)));

    [Fact]
    public void DefaultPolicy_BothTake() => Sample_BothTake(DefaultPolicy.Yaml);

    [Theory]
    [InlineData("version: 2\nchecks: [{check: owner_resolution}]\n")]
    [InlineData("checks: [{check: owner_resolution}]\n")]
    [InlineData("version: 1\n")]
    [InlineData("version: 1\nchecks: []\n")]
    [InlineData("version: 1\nmode: off\nchecks: [{check: owner_resolution}]\n")]
    [InlineData("version: 1\nchecks: {check: owner_resolution}\n")]
    [InlineData("version: 1\nchecks: [{name: a}]\n")]
    [InlineData("version: 1\nchecks: [{check: Owner}]\n")]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, require_owner: 1}]\n")]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, source: cookie}]\n")]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, patterns: []}, {check: owner_resolution}]\n")]
    [InlineData("version: 1\nchecks: [{check: rate_limit, require_owner: true}]\n")]
    [InlineData("version: 1\nchecks: [{check: rate_limit}, {check: rate_limit}]\n")]
    [InlineData("version: 1\nchecks: [{check: rate_limit, name: a}, {check: prompt_injection, name: a}]\n")]
    [InlineData("version: 1\nchecks: [{check: rate_limit, priority: 1000001}]\n")]
    [InlineData(Owner + "policies: {a: {extends: default, checks: [{check: owner_resolution}]}}\n")]
    [InlineData(Owner + "select: [{policy: nope, models: [a]}]\n")]
    [InlineData(Owner + "select: [{policy: default}]\n")]
    [InlineData(Owner + "select: [{policy: default, owners: ['workload:a']}]\n")]
    [InlineData(Owner + "select: [{policy: default, models: ['a*b']}]\n")]
    public void Sample_BothRefuse(string yaml)
    {
        Assert.NotNull(ServerFault(yaml));
        Assert.NotNull(GatewayFault(yaml));
    }

    // Unknown members are kept for gateways to refuse; the order of policies, what is free-form, and what a text means only they know.
    [Theory]
    [InlineData(Owner + "nope: 1\n")]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, nope: 1}]\n")]
    [InlineData("version: 1\nchecks: [{check: nope}]\n")]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, source: workload, require_owner: false}]\n")]
    [InlineData("version: 1\nchecks: [{check: regex_content, rules: [{label: a, pattern: '(', action: block}]}]\n")]
    [InlineData("version: 1\nchecks: [{check: regex_content, rules: {a: b}}]\n")]
    [InlineData(Owner + "policies: {Upper: {extends: default}}\n")]
    [InlineData(Owner + "policies: {a: {extends: b}, b: {extends: default}}\n")]
    [InlineData(Owner + "policies: {a: {extends: default, checks: [{check: rate_limit}, {check: rate_limit}]}}\n")]
    [InlineData("version: 1\nchecks: [{check: pipeline}]\n")]
    public void Sample_OnlyGatewaysRefuse(string yaml)
    {
        Assert.Null(ServerFault(yaml));
        Assert.NotNull(GatewayFault(yaml));
    }

    private static string? ServerFault(string yaml) => ObjectCheck.Fault(JsonNode.Parse(Read(yaml).Json.Span)!.AsObject());

    /// <summary>As gateways read it: in canonical JSON, whose members are in the order of their names.</summary>
    private static string? GatewayFault(string yaml)
    {
        using var document = JsonDocument.Parse(Read(yaml).Json);
        return PolicyDocument.TryParse(CanonicalJson.Of(document.RootElement), Registry, out _, out var errors) ? null : errors[0].ToString();
    }

    private static PolicyFile Read(string yaml) => PolicyFile.Parse(Encoding.UTF8.GetBytes(yaml));
}
