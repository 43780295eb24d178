namespace Signet.Policy.Documents;

/// <summary>What is wrong with a policy document, and where.</summary>
/// <param name="Path">A JSON Pointer (RFC 6901) into the document; empty for the document as a whole.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record PolicyError(string Path, string Message)
{
    /// <summary>Path and message in one line.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
