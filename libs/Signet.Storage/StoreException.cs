namespace Signet.Storage;

/// <summary>A store could not do what was asked, or it is not known whether it did.</summary>
public sealed class StoreException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was attempted, without content.</param>
    /// <param name="innerException">The cause.</param>
    public StoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>True when the store gave no answer, or none that says anything: it may be there later. False for what asking again won't mend.</summary>
    public bool IsUnreachable { get; init; }
}
