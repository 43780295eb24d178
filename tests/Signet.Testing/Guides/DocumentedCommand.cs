namespace Signet.Testing.Guides;

/// <summary>A command as a page shows it.</summary>
/// <param name="Page">The page, below the root of the repository.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Text">The whole of it: lines that end in a backslash are joined, comments are left out.</param>
public sealed record DocumentedCommand(string Page, int Line, string Text)
{
    public override string ToString() => $"{Page}:{Line}: {Text}";
}
