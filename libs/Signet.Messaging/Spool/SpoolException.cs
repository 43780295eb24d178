namespace Signet.Messaging.Spool;

/// <summary>A spool can't be used: it is another's, or what it holds isn't what was written.</summary>
public sealed class SpoolException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and where, without content.</param>
    /// <param name="innerException">The cause.</param>
    public SpoolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    internal static SpoolException Damaged(long segment, long offset, string how) => new(
        $"The spool's segment {segment} is damaged at octet {offset}: {how}. Nothing of it is skipped: keep the directory as it is, and start with an empty one.");
}
