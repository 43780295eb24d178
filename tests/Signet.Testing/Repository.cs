namespace Signet.Testing;

/// <summary>
/// Files of the repository, found from where the tests run: a deterministic build doesn't say where its sources stood.
/// </summary>
public static class Repository
{
    private static readonly string Root = Find();

    public static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "signet.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
