namespace Signet.Messaging;

/// <summary>A secret can't be had. The message names it and says why, and never anything of its content.</summary>
public sealed class SecretException : IOException
{
    /// <summary>Creates the exception.</summary>
    public SecretException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
