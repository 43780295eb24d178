namespace Signet.Injector;

/// <summary>Where the injector has its certificate from: the section <c>Injector:Certificate</c>.</summary>
public sealed class CertificateSettings
{
    /// <summary>A folder with <c>tls.crt</c> and <c>tls.key</c> that somebody else keeps current; empty, the default, when the injector makes its own.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The Secret that its own is kept in, which must exist.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The namespace of Secret and Service; empty, the default, for the injector's own.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The Service that an API server calls.</summary>
    public string Service { get; set; } = "";

    /// <summary>The webhook configuration that is told which authorities to trust.</summary>
    public string WebhookConfiguration { get; set; } = "";

    /// <summary>How long a certificate is good for: 1 hour to 398 days. The default is 90 days. Its successor is made when a third of that is left.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a successor's authority is trusted before its certificate is served: 1 minute to a tenth of <see cref="Lifetime"/>. The default is
    /// 10 minutes. API servers learn of it within it.
    /// </summary>
    public TimeSpan TrustDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often it is looked at: 1 second to <see cref="TrustDelay"/>. The default is 30 seconds.</summary>
    public TimeSpan CheckPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">A value is missing or out of range.</exception>
    internal void Validate()
    {
        if (CheckPeriod < TimeSpan.FromSeconds(1) || CheckPeriod > TrustDelay)
        {
            throw new InvalidOperationException("Injector:Certificate:CheckPeriod must lie between 1 second and TrustDelay.");
        }

        if (Folder.Length > 0)
        {
            return;
        }

        if (Secret.Length == 0 || Namespace.Length == 0 || Service.Length == 0 || WebhookConfiguration.Length == 0)
        {
            throw new InvalidOperationException("Injector:Certificate needs Secret, Namespace, Service and WebhookConfiguration, or Folder.");
        }

        if (Lifetime < TimeSpan.FromHours(1) || Lifetime > TimeSpan.FromDays(398))
        {
            throw new InvalidOperationException("Injector:Certificate:Lifetime must lie between 1 hour and 398 days.");
        }

        if (TrustDelay < TimeSpan.FromMinutes(1) || TrustDelay > Lifetime / 10)
        {
            throw new InvalidOperationException("Injector:Certificate:TrustDelay must lie between 1 minute and a tenth of Lifetime.");
        }
    }
}
