using Signet.Hosting.Policies;

namespace Signet.Cli.Policies;

/// <summary>One thing to say of a policy file.</summary>
/// <param name="IsError">False for a warning.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Pointer">The member, as a JSON Pointer; empty for the whole.</param>
/// <param name="Message">What it is, for people.</param>
internal sealed record PolicyRemark(bool IsError, PolicyPosition Position, string Pointer, string Message)
{
    public static PolicyRemark Of(PolicyFileException exception) =>
        new(true, new PolicyPosition(Math.Max(1, exception.Line), Math.Max(1, exception.Column)), "", exception.Message);
}
