using Signet.Release.Licences;
using Signet.Release.Packages;

namespace Signet.Release.Tests;

public sealed class LicenceTests : IDisposable
{
    private readonly FakePackages _packages = new();

    public void Dispose() => _packages.Dispose();

    [Theory]
    [InlineData("""<license type="expression">MIT</license>""", "MIT")]
    [InlineData("<licenseUrl>https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt</licenseUrl>", "Apache-2.0")]
    public void Of_OnTheList_IsItsIdentifier(string licence, string expected)
    {
        _packages.Add(licence);
        Assert.Equal(expected, Licence.Of(FakePackages.Package, _packages.Folder));
    }

    [Theory]
    [InlineData("""<license type="expression">GPL-3.0-only</license>""")]
    [InlineData("""<license type="expression">MIT OR GPL-3.0-only</license>""")]
    [InlineData("<licenseUrl>https://example.org/terms</licenseUrl>")]
    [InlineData("")]
    public void Of_NotOnTheList_StopsTheRelease(string licence)
    {
        _packages.Add(licence);
        var exception = Assert.Throws<ReleaseException>(() => Licence.Of(FakePackages.Package, _packages.Folder));
        Assert.Contains("Some.Package 1.2.3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PackageThatIsNotThere_StopsTheRelease() =>
        Assert.Throws<ReleaseException>(() => Licence.Of(FakePackages.Package, _packages.Folder));
}
