using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.Manifests;

namespace Signet.Cli.Output;

/// <summary>What became of a manifest: the manifest itself, the refusals, or an account of every document.</summary>
internal static class InjectionOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Documents that aren't changed stay as they were written, comments and all.</summary>
    public static string Yaml(IReadOnlyList<ManifestInjection> injections) => string.Join(
        "---\n", injections.Select(injection => injection.Injected is { } injected ? YamlText.Of(injected) : WithEnd(injection.Document.Text)));

    public static string Refusals(IReadOnlyList<ManifestInjection> injections) => string.Join(
        '\n', injections.Where(injection => injection.Result?.IsRefused == true)
            .Select(injection => $"{injection.Document.Kind} {injection.Document.Name}: {injection.Result!.Message}"));

    public static string Json(IReadOnlyList<ManifestInjection> injections) => new JsonObject
    {
        ["format"] = "signet-inject/1",
        ["documents"] = new JsonArray([.. injections.Where(injection => injection.Document.Json is not null).Select(injection => new JsonObject
        {
            ["kind"] = injection.Document.Kind,
            ["name"] = injection.Document.Name,
            ["outcome"] = injection.Result switch
            {
                null => "not_a_workload",
                { IsRefused: true } => "refused",
                { IsUnchanged: true } => "unchanged",
                _ => "injected",
            },
            ["message"] = injection.Result?.Message ?? "",
            ["patch"] = injection.Patch?.DeepClone(),
        })]),
    }.ToJsonString(Indented);

    private static string WithEnd(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
}
