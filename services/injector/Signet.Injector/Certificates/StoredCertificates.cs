namespace Signet.Injector.Certificates;

/// <summary>What was read from the Secret, and its version.</summary>
internal sealed record StoredCertificates(string Version, IDictionary<string, byte[]>? Data);
