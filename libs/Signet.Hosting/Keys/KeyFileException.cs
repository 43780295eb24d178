namespace Signet.Hosting.Keys;

/// <summary>A key file can't be used. The message says which and why, and never anything of its content.</summary>
public sealed class KeyFileException : IOException
{
    /// <summary>Creates the exception.</summary>
    public KeyFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
