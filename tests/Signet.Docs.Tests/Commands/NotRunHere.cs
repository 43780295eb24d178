namespace Signet.Docs.Tests.Commands;

/// <summary>
/// Commands that no test of this project runs, by how they begin, and why. One of <c>signet</c> that stands here has to parse all the same.
/// </summary>
internal static class NotRunHere
{
    private static readonly (string Beginning, string Reason)[] Rules =
    [
        ("signet up --store s3://", "needs a bucket with Object Lock; Signet.EndToEndTests does it on a real S3 server"),
        ("signet audit verify s3://", "needs a bucket with Object Lock; Signet.EndToEndTests does it on a real S3 server"),
        ("signet up --plugins plugins --plugin-pins", "needs plug-ins of one's own; Signet.Extensions.Tests pins some"),
        ("helm ", "needs a cluster; Signet.Deploy.Tests renders the chart"),
        ("kubectl ", "needs a cluster"),
        ("vkey=$(deploy/keys ", "Signet.Deploy.Tests runs it"),
        ("deploy/smoke.sh", "needs a cluster"),
        ("deploy/images/", "needs a builder of images; Signet.Deploy.Tests reads the files"),
        ("eng/test", "is what runs this"),
        ("eng/release", "builds for minutes; eng/test --full makes a release twice"),
        ("eng/reproduce", "builds for minutes; eng/test --full runs it"),
        ("bench/run", "measures for hours; its test runs the quick one"),
        ("dotnet build", "the tests are built"),
        ("dotnet test ", "is what runs this"),
        ("SIGNET_TEST_FULL=1 dotnet tests/", "is part of what eng/test --full runs"),
        ("SIGNET_WRITE_DOCS=1 dotnet test ", "writes pages that the tests then compare"),
        ("dotnet format ", "continuous integration runs it"),
        ("dotnet run -c Release --project bench/", "measures for minutes"),
        ("DOTNET_TieredCompilation=0 dotnet run -c Release --project bench/", "measures for minutes"),
        ("dotnet tool install ", "needs the package of a release"),
        ("dotnet new ", "Signet.Extensions.Tests makes a project of the template and builds it"),
        ("python3 check.py ", "Signet.Extensions.Tests runs the sample"),
        ("cd plugins && sha256sum", "needs plug-ins of one's own"),
        ("export SIGNET_UPSTREAM_API_KEY", "needs a provider's key"),
        ("sha256sum --check SHA256SUMS", "needs the files of a release; Signet.Release.Tests does the same"),
        ("openssl pkeyutl -verify ", "needs the files of a release; Signet.Release.Tests does the same"),
        ("openssl genpkey ", "makes a key that somebody has to keep; Signet.Release.Tests does the same"),
        ("openssl pkey ", "needs a key of one's own; Signet.Release.Tests does the same"),
    ];

    /// <summary>The reason, or null.</summary>
    public static string? Reason(DocumentedCommand command) =>
        Rules.FirstOrDefault(rule => command.Text.StartsWith(rule.Beginning, StringComparison.Ordinal)).Reason;
}
