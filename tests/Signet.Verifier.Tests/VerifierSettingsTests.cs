using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Signet.Ledger.Checkpoints;
using Signet.Testing.Storage;

namespace Signet.Verifier.Tests;

public sealed class VerifierSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ToOptions_PresetAndRevocationLists_MakeACheckOfAnchors()
    {
        File.WriteAllBytes(_directory.File("a.crl"), List());
        Assert.NotNull(Bind(("TsaRoots:digicert", "preset:digicert"), ("TsaRevocationPaths:digicert:0", _directory.File("a.crl"))).ToOptions().Trust.CheckAnchor);
        Assert.NotNull(Bind(("TsaRoots:freetsa", "preset:freetsa")).ToOptions().Trust.CheckAnchor);
        Assert.Null(Bind().ToOptions().Trust.CheckAnchor);
    }

    [Fact]
    public void ToOptions_ListThatCannotBeUsed_EndsTheStart()
    {
        File.WriteAllText(_directory.File("junk"), "junk");
        Assert.Throws<ArgumentException>(() => Bind(("TsaRoots:digicert", "preset:digicert"), ("TsaRevocationPaths:digicert:0", _directory.File("junk"))).ToOptions());
        Assert.ThrowsAny<IOException>(() => Bind(("TsaRoots:digicert", "preset:digicert"), ("TsaRevocationPaths:digicert:0", _directory.File("none"))).ToOptions());
        Assert.Throws<ArgumentException>(() => Bind(("TsaRevocationPaths:digicert:0", _directory.File("junk"))).ToOptions());
        Assert.Throws<ArgumentException>(() => Bind(("TsaRoots:digicert", "preset:nobody")).ToOptions());
    }

    [Theory]
    [InlineData("last-seen", true)]
    [InlineData("s3://memory-bucket/here", true)]
    [InlineData("s3://UPPER", false)]
    [InlineData("", false)]
    public void Open_Memory_IsAFileOrAPlaceInS3(string location, bool opens)
    {
        var settings = Bind(("MemoryPath", location), ("MemoryS3:Region", "eu-central-1"));
        Assert.Equal(opens, Record.Exception(() => MemoryLocation.Open(settings.MemoryPath, settings.MemoryS3, TimeProvider.System)) is null);
    }

    private static byte[] List()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRevocationListBuilder().Build(
            new X500DistinguishedName("CN=Somebody"), X509SignatureGenerator.CreateForECDsa(key), BigInteger.One,
            DateTimeOffset.UnixEpoch.AddYears(100), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]), DateTimeOffset.UnixEpoch);
    }

    private static VerifierSettings Bind(params (string Name, string Value)[] values)
    {
        using var signer = new CheckpointSigner("a-log", new byte[CheckpointSigner.SeedOctets]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            values.Append((Name: "LogId", Value: "a-log")).Append((Name: "CheckpointVkey", Value: signer.VerifierKey.ToString()))
                .ToDictionary(pair => $"Verifier:{pair.Name}", pair => (string?)pair.Value)).Build();
        return configuration.GetSection(VerifierSettings.Section).Get<VerifierSettings>()!;
    }
}
