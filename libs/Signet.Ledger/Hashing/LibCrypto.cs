using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Signet.Ledger.Hashing;

/// <summary>
/// What hashing needs of OpenSSL 3, in the library that .NET itself has loaded. Function pointers, since a library or a symbol that isn't
/// there is then no exception.
/// </summary>
internal static unsafe class LibCrypto
{
    private const string FileName = "libcrypto.so.3";
    private const int Major = 3;

    private static readonly nint Library = Load();

    public static readonly delegate* unmanaged<nint> NewContext = (delegate* unmanaged<nint>)Symbol("EVP_MD_CTX_new");

    public static readonly delegate* unmanaged<nint, void> FreeContext = (delegate* unmanaged<nint, void>)Symbol("EVP_MD_CTX_free");

    public static readonly delegate* unmanaged<nint, nint, int> CopyContext =
        (delegate* unmanaged<nint, nint, int>)Symbol("EVP_MD_CTX_copy_ex");

    public static readonly delegate* unmanaged<nint, nint, void*, int> Begin =
        (delegate* unmanaged<nint, nint, void*, int>)Symbol("EVP_DigestInit_ex2");

    public static readonly delegate* unmanaged<nint, byte*, nuint, int> Update =
        (delegate* unmanaged<nint, byte*, nuint, int>)Symbol("EVP_DigestUpdate");

    public static readonly delegate* unmanaged<nint, byte*, uint*, int> Finish =
        (delegate* unmanaged<nint, byte*, uint*, int>)Symbol("EVP_DigestFinal_ex");

    private static readonly delegate* unmanaged<void> ClearErrors = (delegate* unmanaged<void>)Symbol("ERR_clear_error");

    /// <summary>
    /// SHA-256 as the machine's configuration of providers has it, fetched once and never freed. 0 where OpenSSL 3 isn't there or won't give
    /// it: then nothing else of this class may be used.
    /// </summary>
    public static readonly nint Sha256 = Fetch();

    /// <summary>Refuses to go on behind a call that failed.</summary>
    /// <exception cref="CryptographicException">It did.</exception>
    public static void Check(int result)
    {
        if (result != 1)
        {
            // What stays in the thread's queue would be told by whichever call of .NET fails next.
            ClearErrors();
            throw new CryptographicException("OpenSSL could not hash.");
        }
    }

    private static nint Load()
    {
        // Asking for the version makes .NET load and set up its OpenSSL, which the loader then gives us too. Another one would have
        // another configuration.
        if (!OperatingSystem.IsLinux() || SafeEvpPKeyHandle.OpenSslVersion is var version && version >> 28 != Major ||
            !NativeLibrary.TryLoad(FileName, out var library))
        {
            return 0;
        }

        return NativeLibrary.TryGetExport(library, "OpenSSL_version_num", out var symbol) &&
            ((delegate* unmanaged<CULong>)symbol)().Value == (nuint)version ? library : 0;
    }

    private static nint Symbol(string name) => Library != 0 && NativeLibrary.TryGetExport(Library, name, out var symbol) ? symbol : 0;

    private static nint Fetch()
    {
        var fetch = (delegate* unmanaged<nint, byte*, byte*, nint>)Symbol("EVP_MD_fetch");
        if (NewContext == null || FreeContext == null || CopyContext == null || Begin == null || Update == null || Finish == null ||
            ClearErrors == null || fetch == null)
        {
            return 0;
        }

        fixed (byte* name = "SHA256\0"u8)
        {
            var algorithm = fetch(0, name, null);
            if (algorithm == 0)
            {
                ClearErrors();
            }

            return algorithm;
        }
    }
}
