using System.IO.Compression;
using System.Text;
using Signet.Release.Archives;

namespace Signet.Release.Tests;

public sealed class PackageArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private readonly FakePackages _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Normalise_SameContentPackedTwice_GivesTheSameOctets()
    {
        var first = Pack("first.nupkg", "0a1b", "RAB12", DateTimeOffset.UnixEpoch.AddYears(20), "a.dll", "b.dll");
        var second = Pack("second.nupkg", "ffee", "R77", DateTimeOffset.UnixEpoch.AddYears(30), "b.dll", "a.dll");
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));
        PackageArchive.Normalise(first, Time);
        PackageArchive.Normalise(second, Time);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Normalise_OtherContent_GivesOtherOctets()
    {
        var first = Pack("first.nupkg", "0a1b", "RAB12", Time, "a.dll");
        var second = Pack("second.nupkg", "0a1b", "RAB12", Time, "c.dll");
        PackageArchive.Normalise(first, Time);
        PackageArchive.Normalise(second, Time);
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Normalise_Properties_AreStillFoundByTheirRelationship()
    {
        var package = Pack("a.nupkg", "0a1b", "RAB12", Time, "a.dll");
        PackageArchive.Normalise(package, Time);
        using var archive = ZipFile.OpenRead(package);
        var properties = Assert.Single(archive.Entries, entry => entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal));
        using var reader = new StreamReader(archive.GetEntry("_rels/.rels")!.Open());
        Assert.Contains($"\"/{properties.FullName}\" Id=\"R1\"", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private string Pack(string name, string random, string id, DateTimeOffset time, params string[] files)
    {
        var path = _files.Write(name, "");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add("_rels/.rels", $"""<Relationship Target="/package/services/metadata/core-properties/{random}.psmdcp" Id="{id}" />""");
        foreach (var file in files)
        {
            Add("tools/" + file, file);
        }

        Add($"package/services/metadata/core-properties/{random}.psmdcp", "properties");
        return path;

        void Add(string entryName, string text)
        {
            var entry = archive.CreateEntry(entryName);
            entry.LastWriteTime = time;
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
