namespace Signet.Hosting.Policies;

/// <summary>A policy file can't be read. The message names neither the file's path nor any value in it.</summary>
public sealed class PolicyFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="line">The line, from 1; 0 when the fault has no place.</param>
    /// <param name="column">The column, from 1; 0 when the fault has no place.</param>
    /// <param name="innerException">The cause.</param>
    public PolicyFileException(string message, long line = 0, long column = 0, Exception? innerException = null)
        : base(line > 0 ? $"Line {line}, column {column}: {message}" : message, innerException)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, from 1; 0 when the fault has no place.</summary>
    public long Line { get; }

    /// <summary>The column, from 1; 0 when the fault has no place.</summary>
    public long Column { get; }
}
