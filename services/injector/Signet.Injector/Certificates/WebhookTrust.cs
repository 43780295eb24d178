namespace Signet.Injector.Certificates;

/// <summary>The authorities that each webhook of the configuration trusts, as PEM, and the configuration's version.</summary>
internal sealed record WebhookTrust(string Version, IReadOnlyList<(string Webhook, string Bundle)> Bundles);
