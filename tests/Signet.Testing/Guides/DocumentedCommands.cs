using System.Text.RegularExpressions;

namespace Signet.Testing.Guides;

/// <summary>
/// The commands of the guides: the lines of indented blocks and of <c>```sh</c> that begin with a program. Other blocks, such as output,
/// settings and diagrams, begin with something else.
/// </summary>
public static partial class DocumentedCommands
{
    private const string Indent = "    ";

    // What the format is made of and what was decided holds no command for anybody to type.
    private static readonly string[] Left = ["docs/ledger-format.md", "docs/adr/"];

    public static IReadOnlyList<DocumentedCommand> All { get; } = [.. Pages().SelectMany(Of)];

    /// <summary>The calls of <c>signet</c> that stand within sentences. What has changed may have been called otherwise, so changes are left out.</summary>
    public static IEnumerable<DocumentedCommand> Mentions => Pages().Where(page => page != "CHANGELOG.md")
        .SelectMany(page => File.ReadAllLines(Repository.PathOf(page)).SelectMany((line, number) =>
            Mention().Matches(line).Select(match => new DocumentedCommand(page, number + 1, match.Groups["text"].Value))));

    public static IReadOnlyList<DocumentedCommand> Of(string page)
    {
        var lines = File.ReadAllLines(Repository.PathOf(page));
        var commands = new List<DocumentedCommand>();
        string? fence = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                fence = fence is null ? lines[i][3..] : null;
            }
            else if (fence is null ? lines[i].StartsWith(Indent, StringComparison.Ordinal) : fence is "sh" or "bash" or "console")
            {
                var begin = i;
                var text = lines[i].Trim();
                while (text.EndsWith('\\') && i + 1 < lines.Length)
                {
                    text = text[..^1].TrimEnd() + " " + lines[++i].Trim();
                }

                if (Program().IsMatch(text))
                {
                    commands.Add(new DocumentedCommand(page, begin + 1, Comment().Replace(text, "")));
                }
            }
        }

        return commands;
    }

    private static IEnumerable<string> Pages()
    {
        var root = Repository.PathOf();
        string[] folders = ["docs", "deploy", "bench", "plugins", "samples"];
        return Directory.GetFiles(root, "*.md")
            .Concat(folders.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(path => Path.GetRelativePath(root, path))
            .Where(page => !page.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Where(page => !Left.Any(left => page.StartsWith(left, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
    }

    // A program, after variables that are set for it; or a variable that gets what a program prints.
    [GeneratedRegex(@"^([A-Za-z_]+=\S* )*(signet(?! is up\.)|dotnet|curl|helm|kubectl|docker|podman|openssl|ssh-keygen|sha256sum|grep|sed|awk|jq|cat|cp|scp|tar|cd|export|apt-get|npm|node|python3|pip|make|git|(eng|deploy|bench|tests|cli)/[\w./-]+)( |$)|^[a-z_]+=\$\(")]
    private static partial Regex Program();

    [GeneratedRegex("`(?<text>signet [^`]+)`")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\s{2,}# .*$")]
    private static partial Regex Comment();
}
