namespace Signet.Corpora;

/// <summary>A corpus can't be read. The message says the file, the line and what is wrong.</summary>
public sealed class CorpusException(string message, Exception? innerException = null) : Exception(message, innerException);
