using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Cli.AllInOne;

/// <summary>
/// The development authority's key and certificates on disk. One file holds all of them and appears whole or not at all; it is made
/// once and never made again, so that a log's anchors keep their root.
/// </summary>
internal static class DevelopmentTsaFiles
{
    public const string SecretName = "development-tsa.pem";
    public const string RootName = "development-tsa-root.pem";

    private const string Subject = "CN=signet development TSA - NOT TRUSTED";
    private const string RootSubject = "CN=signet development TSA root - NOT TRUSTED";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const int YearsValid = 30;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the file, or makes it first. The answer is the signer with its key, and the root.</summary>
    /// <exception cref="InvalidDataException">The file is there but unreadable: it is left as it is.</exception>
    public static (X509Certificate2 Signer, X509Certificate2 Root) LoadOrCreate(string directory, DateTimeOffset now)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, SecretName);
        if (!File.Exists(path))
        {
            Create(directory, path, now);
        }

        (X509Certificate2 signer, X509Certificate2 root) = Load(path);
        string rootPath = Path.Combine(directory, RootName);
        if (!File.Exists(rootPath))
        {
            // Derived, for other tools; signet itself reads the root from the other file.
            string temporary = TemporaryName(directory);
            File.WriteAllText(temporary, root.ExportCertificatePem() + "\n");
            File.Move(temporary, rootPath, overwrite: true);
        }

        return (signer, root);
    }

    private static (X509Certificate2 Signer, X509Certificate2 Root) Load(string path)
    {
        try
        {
            string pem = File.ReadAllText(path);
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count == 2
                ? (X509Certificate2.CreateFromPem(pem, pem), certificates[1])
                : throw new InvalidDataException($"{SecretName} does not hold two certificates.");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{SecretName} is unreadable; anchors made with it need it, so it is not replaced.", e);
        }
    }

    /// <summary>The file is complete under another name before it takes its own: a crash leaves the old state or the new one.</summary>
    private static void Create(string directory, string path, DateTimeOffset now)
    {
        string temporary = TemporaryName(directory);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(NewPem(now));
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key counts.
            File.Delete(temporary);
        }
    }

    private static string TemporaryName(string directory) =>
        Path.Combine(directory, $".{SecretName}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");

    /// <summary>Key, signer and root. The root's key isn't kept: it signs one certificate and is then of use only to a forger.</summary>
    private static string NewPem(DateTimeOffset now)
    {
        DateTimeOffset from = now.AddDays(-1);
        DateTimeOffset until = now.AddYears(YearsValid);

        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest(RootSubject, rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        rootRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, critical: false));
        using X509Certificate2 root = rootRequest.CreateSelfSigned(from, until);

        using var signerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signerRequest = new CertificateRequest(Subject, signerKey, HashAlgorithmName.SHA256);
        signerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        signerRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        signerRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TimeStamping)], critical: true));
        signerRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(signerRequest.PublicKey, critical: false));
        signerRequest.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x01);
        using X509Certificate2 signer = signerRequest.Create(root, from, until, serial);

        return string.Join(
            '\n', signerKey.ExportPkcs8PrivateKeyPem(), signer.ExportCertificatePem(), root.ExportCertificatePem(), string.Empty);
    }
}
