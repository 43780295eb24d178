using System.Globalization;
using Signet.Release.Archives;
using Signet.Release.Bills;
using Signet.Release.Packages;

try
{
    switch (args)
    {
        case ["normalise", var seconds, var package]:
            PackageArchive.Normalise(package, TimeOf(seconds));
            return 0;
        case ["sbom", var version, var commit, var sdk, var seconds, var packages, var locked, .. var executables] when executables.Length > 0:
            Console.Out.Write(BillOfMaterials.Write(
                new ReleaseFacts(version, commit, sdk, TimeOf(seconds)),
                [.. executables.Select(DependencyFile.Read)],
                LockFile.Read(locked),
                new PackageFolder(packages)));
            return 0;
        default:
            Console.Error.WriteLine(
                """
                usage: Signet.Release normalise SECONDS PACKAGE.nupkg
                       Signet.Release sbom VERSION COMMIT SDK SECONDS PACKAGES packages.lock.json FILE.deps.json...
                """);
            return 2;
    }
}
catch (ReleaseException exception)
{
    Console.Error.WriteLine("release: " + exception.Message);
    return 1;
}

static DateTimeOffset TimeOf(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
