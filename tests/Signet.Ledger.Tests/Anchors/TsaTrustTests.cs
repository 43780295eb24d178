using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class TsaTrustTests
{
    private static readonly byte[][] Roots = [.. Enumerable.Range(0, 3).Select(_ => new TestPki().Root.RawData)];

    [Fact]
    public void RootsSha256_AnyOrder_IsTheDigestOverRootsSortedByTheirOwn()
    {
        byte[] joined =
        [
            .. Roots.OrderBy(root => Convert.ToHexString(SHA256.HashData(root)), StringComparer.Ordinal).SelectMany(root => root),
        ];

        Assert.Equal(SHA256.HashData(joined), Trust([Roots[0], Roots[1], Roots[2]]).RootsSha256.ToArray());
        Assert.Equal(SHA256.HashData(joined), Trust([Roots[2], Roots[0], Roots[1]]).RootsSha256.ToArray());
    }

    [Fact]
    public void Constructor_WrongValues_Throw()
    {
        Assert.Throws<ArgumentException>(() => Trust([]));
        Assert.Throws<ArgumentException>(() => Trust([Roots[0], Roots[0]]));
        Assert.Throws<ArgumentException>(() => Trust([(byte[])[.. Roots[0], 0]]));
        Assert.Throws<ArgumentException>(() => Trust(["not a certificate"u8.ToArray()]));
        Assert.Throws<ArgumentException>(() => Trust([System.Text.Encoding.ASCII.GetBytes(TestPki.Shared.Root.ExportCertificatePem())]));
        Assert.Throws<ArgumentException>(() => new TsaTrust("Bad Name", [Roots[0]]));
        Assert.Throws<ArgumentException>(() => new TsaTrust("good", [Roots[0]], "no.oid"));
        Assert.Throws<ArgumentException>(() => new TsaTrust("good", [Roots[0]], null, [new byte[3]]));
        Assert.Throws<ArgumentException>(() => TsaTrust.FromPem("good", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        Assert.Throws<ArgumentException>(() => TsaTrust.FromPem("good", "nothing"));
    }

    [Fact]
    public void FromPem_Bundle_TellsRootsFromIntermediates()
    {
        using X509Certificate2 intermediate = TestPki.Shared.IssueEcdsa();
        TsaTrust sut = TsaTrust.FromPem(
            "good", intermediate.ExportCertificatePem() + "\n" + TestPki.Shared.Root.ExportCertificatePem(), "1.2.3");

        Assert.Equal(TestPki.Shared.Root.RawData, Assert.Single(sut.Roots).ToArray());
        Assert.Equal(intermediate.RawData, Assert.Single(sut.Intermediates).ToArray());
        Assert.Equal("1.2.3", sut.Policy);
    }

    private static TsaTrust Trust(IReadOnlyList<byte[]> roots) => new("tsa", [.. roots.Select(root => (ReadOnlyMemory<byte>)root)]);
}
