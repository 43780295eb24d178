using System.Collections.Concurrent;
using Signet.Testing;
using Signet.Testing.Cluster;
using Signet.Testing.Processes;

namespace Signet.Deploy.Tests.Charts;

/// <summary>The chart, and what Helm makes of it with each set of values that stands in its <c>ci</c> folder.</summary>
internal static class Chart
{
    public const string Namespace = "signet";

    private static readonly ConcurrentDictionary<(string, HelmVersion), Task<string>> Rendered = new();

    public static string Folder { get; } = Repository.PathOf("deploy", "helm", "signet");

    /// <summary>The sets of values by name.</summary>
    public static IEnumerable<string> ValueSets { get; } =
        [.. Directory.GetFiles(Path.Combine(Folder, "ci"), "*-values.yaml").Select(path => Path.GetFileName(path)[..^"-values.yaml".Length]).Order()];

    public static string ValuesOf(string set) => Path.Combine(Folder, "ci", $"{set}-values.yaml");

    /// <summary>Everything that <c>helm template</c> writes.</summary>
    public static Task<string> RenderAsync(string set, HelmVersion version = HelmVersion.Four) => Rendered.GetOrAdd((set, version), async key =>
    {
        var result = await TryRenderAsync(["--values", ValuesOf(key.Item1)], key.Item2);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    });

    /// <summary>Runs <c>helm template</c> with arguments of a test's own.</summary>
    public static async Task<CommandResult> TryRenderAsync(IEnumerable<string> arguments, HelmVersion version = HelmVersion.Four) =>
        await CommandProcess.RunAsync(
            (await ClusterTools.OfAsync(version)).Helm, ["template", "signet", Folder, "--namespace", Namespace, "--kube-version", "1.33", .. arguments]);

    /// <summary>Runs <c>helm lint --strict</c>.</summary>
    public static async Task<CommandResult> LintAsync(IEnumerable<string> arguments, HelmVersion version) =>
        await CommandProcess.RunAsync((await ClusterTools.OfAsync(version)).Helm, ["lint", "--strict", Folder, .. arguments]);

    /// <summary>The objects.</summary>
    public static async Task<IReadOnlyList<ClusterObject>> ObjectsAsync(string set) => ClusterObject.ReadAll(await RenderAsync(set));
}
