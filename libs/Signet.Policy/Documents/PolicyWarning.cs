namespace Signet.Policy.Documents;

/// <summary>A setting that is allowed and weak, and where it stands.</summary>
/// <param name="Path">A JSON Pointer (RFC 6901) into the document; empty for the document as a whole.</param>
/// <param name="Message">What is weak about it, for people.</param>
public sealed record PolicyWarning(string Path, string Message)
{
    /// <summary>Path and message in one line.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
