namespace Signet.Injector.Certificates;

/// <summary>An API server gave no usable answer. The message holds nothing of what it said.</summary>
internal sealed class CertificateStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
