using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Signet.Ledger.Hashing;

/// <summary>Owns an <c>EVP_MD_CTX</c>, whose octets OpenSSL overwrites when it is freed.</summary>
internal sealed class EvpContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Makes an empty one.</summary>
    /// <exception cref="CryptographicException">There is no memory for it.</exception>
    public unsafe EvpContextHandle()
        : base(ownsHandle: true)
    {
        SetHandle(LibCrypto.NewContext());
        LibCrypto.Check(IsInvalid ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override unsafe bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
