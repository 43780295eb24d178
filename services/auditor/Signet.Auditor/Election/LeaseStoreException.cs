namespace Signet.Auditor.Election;

/// <summary>An API server gave no usable answer. The message holds nothing of what it said.</summary>
internal sealed class LeaseStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
