namespace Signet.Injector.Certificates;

/// <summary>The Secret that the certificate is kept in, and the webhook configuration that says which authorities to trust.</summary>
internal interface ICertificateStore
{
    /// <exception cref="CertificateStoreException">There is no usable answer.</exception>
    Task<StoredCertificates> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces what the Secret holds; false when it is no longer what was read.</summary>
    /// <exception cref="CertificateStoreException">There is no usable answer.</exception>
    Task<bool> ReplaceAsync(StoredCertificates read, IDictionary<string, byte[]> data, CancellationToken cancellationToken);

    /// <exception cref="CertificateStoreException">There is no usable answer.</exception>
    Task<WebhookTrust> ReadTrustAsync(CancellationToken cancellationToken);

    /// <summary>Has each webhook trust the authorities; false when the configuration is no longer what was read.</summary>
    /// <exception cref="CertificateStoreException">There is no usable answer.</exception>
    Task<bool> TrustAsync(WebhookTrust read, string bundle, CancellationToken cancellationToken);
}
