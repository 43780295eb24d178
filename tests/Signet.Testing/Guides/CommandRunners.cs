namespace Signet.Testing.Guides;

/// <summary>
/// Which test runs a command of the guides, where that isn't one of those that do so page by page: commands that need what another project's tests
/// have, such as an S3 server or a cluster. The test asks for its commands here, so it runs what the guides say today.
/// </summary>
public static class CommandRunners
{
    private const string Cluster = "Signet.Docs.Tests.Commands.ClusterGuideTests";
    private const string Plugins = "Signet.Docs.Tests.Commands.PluginGuideTests";
    private const string Repository = "Signet.Docs.Tests.Commands.RepositoryGuideTests";
    private const string Bench = "Signet.Docs.Tests.Commands.BenchGuideTests";
    private const string Store = "Signet.EndToEndTests.Stores.GuideOnS3Tests";
    private const string LongTests = "Signet.EndToEndTests.CommandLines.LongTestGuideTests";
    private const string Release = "Signet.Release.Tests.ReleaseGuideTests";
    private const string BenchPage = "Signet.Release.Tests.BenchPageTests";
    private const string Smoke = "Signet.Deploy.Tests.SmokeTests";
    private const string Images = "Signet.Deploy.Tests.ImageBuildTests";
    private const string Python = "Signet.Extensions.Tests.Samples.PythonSampleTests";

    /// <summary>How commands begin, and the full name of the class that runs them. The first that fits counts.</summary>
    public static IReadOnlyList<(string Beginning, string Test)> Rules { get; } =
    [
        ("helm ", Cluster),
        ("kubectl ", Cluster),
        ("vkey=$(deploy/keys ", Cluster),
        ("deploy/smoke.sh ", Smoke),
        ("deploy/images/build ", Images),
        ("signet up --store s3://", Store),
        ("signet audit verify s3://", Store),
        ("dotnet run -c Release --project bench/Signet.Bench -- s3 ", Store),
        ("SIGNET_TEST_FULL=1 dotnet tests/Signet.EndToEndTests/", LongTests),
        ("dotnet new ", Plugins),
        ("dotnet build Acme.Checks ", Plugins),
        ("cd plugins && sha256sum ", Plugins),
        ("signet up --plugins ", Plugins),
        ("python3 check.py ", Python),
        ("openssl ", Release),
        ("sha256sum --check ", Release),
        ("eng/release ", Release),
        ("dotnet tool install ", Release),
        ("bench/run", BenchPage),
        ("dotnet run -c Release --project bench/", Bench),
        ("DOTNET_TieredCompilation=0 dotnet run -c Release --project bench/", Bench),
        ("eng/test", Repository),
        ("eng/reproduce", Repository),
        ("dotnet build cli/Signet.Cli", Repository),
        ("dotnet format ", Repository),
        ("dotnet test ", Repository),
        ("SIGNET_WRITE_DOCS=1 dotnet test ", Repository),
    ];

    /// <summary>The full name of the class that runs a command, or null.</summary>
    public static string? Of(DocumentedCommand command) =>
        Rules.FirstOrDefault(rule => command.Text.StartsWith(rule.Beginning, StringComparison.Ordinal)).Test;

    /// <summary>What <paramref name="test"/> has to run, in the order of the pages.</summary>
    public static IReadOnlyList<DocumentedCommand> CommandsOf(Type test) => [.. DocumentedCommands.All.Where(command => Of(command) == test.FullName)];
}
