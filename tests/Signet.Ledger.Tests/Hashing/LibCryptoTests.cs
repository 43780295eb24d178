using System.Security.Cryptography;
using Signet.Ledger.Hashing;
using Xunit;

namespace Signet.Ledger.Tests.Hashing;

public class LibCryptoTests
{
    [Fact]
    public void IsAvailable_DotNetOnOpenSsl3_IsTrue() =>
        Assert.Equal(OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >> 28 == 3, EvpHashContext.IsAvailable);

    [Fact]
    public void Check_CallThatFailed_Throws()
    {
        // Elsewhere there is no library whose call could fail.
        if (EvpHashContext.IsAvailable)
        {
            LibCrypto.Check(1);
            Assert.Throws<CryptographicException>(() => LibCrypto.Check(0));
            Assert.Throws<CryptographicException>(() => LibCrypto.Check(-1));
        }
    }
}
