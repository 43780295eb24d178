using System.Security.Cryptography;
using Signet.Hosting.TimeStamps;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class TsaPresetTests
{
    [Theory]
    [InlineData(
        "digicert",
        "3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c",
        "552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988")]
    [InlineData("sectigo", "e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2")]
    [InlineData("freetsa", "a6379e7cecc05faa3cbf076013d745e327bbbaa38c0b9af22469d4701d18aabc")]
    public void RootsPem_OfAPreset_AreTheRootsThatArePinned(string name, params string[] fingerprints)
    {
        TsaTrust trust = TsaTrust.FromPem(name, TsaPreset.Find(name)!.RootsPem);
        Assert.Equal(fingerprints, trust.Roots.Select(root => Convert.ToHexStringLower(SHA256.HashData(root.Span))));
        Assert.Empty(trust.Intermediates);
        Assert.All(trust.Roots, root =>
        {
            var certificate = new Org.BouncyCastle.X509.X509Certificate(root.ToArray());
            certificate.Verify(certificate.GetPublicKey());
        });
    }

    [Fact]
    public void Read_PresetOrFile_IsItsText()
    {
        Assert.All(TsaPreset.All, preset => Assert.Equal(preset.RootsPem, TsaRoots.Read("preset:" + preset.Name)));
        Assert.Throws<ArgumentException>(() => TsaRoots.Read("preset:nobody"));
        Assert.Throws<FileNotFoundException>(() => TsaRoots.Read("nowhere.pem"));
    }

    [Fact]
    public void Find_AnyPreset_HasAnAddressAndAPace()
    {
        Assert.All(TsaPreset.All, preset => Assert.True(
            preset.Url.IsAbsoluteUri && preset.Spacing > TimeSpan.Zero && LedgerText.IsIdentifier(preset.Name)));
        Assert.Null(TsaPreset.Find("nobody"));
    }
}
