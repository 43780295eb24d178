namespace Signet.Cli;

/// <summary>Something that the user can put right: shown as one line, without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
