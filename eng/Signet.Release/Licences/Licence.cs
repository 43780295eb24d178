using Signet.Release.Packages;

namespace Signet.Release.Licences;

/// <summary>The licence of a package as an SPDX identifier; one that isn't on the list stops a release.</summary>
internal static class Licence
{
    /// <summary>What may be shipped, and what may be built and tested with.</summary>
    private static readonly string[] Allowed = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

    // Old packages name a page or hold a file; whoever added a line here has read it.
    private static readonly Dictionary<string, string> Read = new()
    {
        ["https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt"] = "Apache-2.0",
    };

    /// <exception cref="ReleaseException">It is unknown, or not on the list.</exception>
    public static string Of(PackageId package, PackageFolder folder)
    {
        var found = Declared(package, folder);
        return Allowed.Contains(found) ? found : throw new ReleaseException($"{package} is under {found}, which is not on the list of licences.");
    }

    private static string Declared(PackageId package, PackageFolder folder)
    {
        var metadata = folder.Nuspec(package).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToList();
        var licence = metadata.Find(element => element.Name.LocalName == "license");
        switch ((string?)licence?.Attribute("type"))
        {
            case "expression":
                return licence!.Value.Trim();
            case "file":
                var text = folder.Text(package, licence!.Value.Trim());
                return text.Contains("Permission is hereby granted, free of charge, to any person obtaining a copy", StringComparison.Ordinal)
                    ? "MIT"
                    : throw new ReleaseException($"{package} has a licence in a file that nobody has read: {licence.Value}.");
            default:
                var address = metadata.Find(element => element.Name.LocalName == "licenseUrl")?.Value ?? "no licence";
                return Read.GetValueOrDefault(address, address);
        }
    }
}
