using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.Policies;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What there is to say of policy files: a line for each remark as compilers write them, or JSON.</summary>
internal static class PolicyLintOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text(IReadOnlyList<PolicyLint> lints) => string.Join('\n', lints.SelectMany(Lines));

    public static string Json(IReadOnlyList<PolicyLint> lints) => new JsonObject
    {
        ["format"] = "signet-policy-lint/1",
        ["files"] = new JsonArray([.. lints.Select(lint => new JsonObject
        {
            ["file"] = lint.Path,
            ["sha256"] = lint.Sha256,
            ["canonical_sha256"] = lint.CanonicalSha256,
            ["valid"] = lint.Document is not null,
            ["remarks"] = new JsonArray([.. lint.Remarks.Select(remark => new JsonObject
            {
                ["severity"] = remark.IsError ? "error" : "warning",
                ["line"] = remark.Position.Line,
                ["column"] = remark.Position.Column,
                ["pointer"] = remark.Pointer,
                ["message"] = remark.Message,
            })]),
        })]),
    }.ToJsonString(Indented);

    private static IEnumerable<string> Lines(PolicyLint lint)
    {
        var path = SafeText.Of(lint.Path);
        foreach (var remark in lint.Remarks)
        {
            var member = remark.Pointer.Length > 0 ? SafeText.Of(remark.Pointer) + ": " : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{path}:{remark.Position.Line}:{remark.Position.Column}: {(remark.IsError ? "error" : "warning")}: {member}{SafeText.Of(remark.Message)}");
        }

        if (lint.Document is not null)
        {
            var warnings = lint.Remarks.Count;
            yield return $"{path}: {(warnings == 0 ? "good" : $"good, with {warnings} warning{(warnings == 1 ? "" : "s")}")}; SHA-256 {lint.Sha256}, as an object of Kubernetes {lint.CanonicalSha256}";
        }
    }
}
