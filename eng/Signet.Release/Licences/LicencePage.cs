using System.Text;
using Signet.Release.Packages;

namespace Signet.Release.Licences;

/// <summary>The page that lists every package that any project of the repository is built with.</summary>
internal static class LicencePage
{
    private static readonly string[] NotShipped = ["tests", "bench", "samples", "fuzz", "eng"];

    public static string Write(string root, PackageFolder folder)
    {
        var (shipped, others) = (new SortedSet<PackageId>(), new SortedSet<PackageId>());
        foreach (var path in LockFiles(root))
        {
            var ships = !NotShipped.Contains(Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[0]);
            foreach (var package in LockFile.Read(path).Keys)
            {
                (ships && !LockFile.IsBuildOnly(package) ? shipped : others).Add(package);
            }
        }

        others.ExceptWith(shipped);
        var page = new StringBuilder();
        page.Append(
            """
            # Licences

            signet is under Apache-2.0. It is built with these packages; their licences are those that their own descriptions name. The tests write
            this page from the lock files with `SIGNET_WRITE_DOCS=1`, and fail when a licence appears that isn't on the list in
            `eng/Signet.Release/Licences/Licence.cs`.

            ## In what is released


            """);
        Append(page, shipped, folder);
        page.Append(
            """

            Files of others in it: the tables of Unicode's that find look-alikes (`libs/Signet.Policy/Text/Data`, under the licence that lies beside
            them). Self-contained binaries also hold the .NET runtime (MIT).

            ## To build and test with


            """);
        Append(page, others, folder);
        return page.ToString();
    }

    private static void Append(StringBuilder page, IEnumerable<PackageId> packages, PackageFolder folder)
    {
        page.Append("| Package | Version | Licence |\n|---|---|---|\n");
        foreach (var package in packages)
        {
            page.Append("| ").AppendJoin(" | ", package.Name, package.Version, Licence.Of(package, folder)).Append(" |\n");
        }
    }

    private static IEnumerable<string> LockFiles(string root) => Directory
        .EnumerateFiles(root, "packages.lock.json", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}template{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
