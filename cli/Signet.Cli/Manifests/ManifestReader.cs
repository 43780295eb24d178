using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Signet.Hosting.Policies;

namespace Signet.Cli.Manifests;

/// <summary>
/// Reads manifests of Kubernetes: YAML documents, read as strictly as policies are. Numbers with a leading zero are refused, since what Kubernetes
/// takes for octal is decimal to others.
/// </summary>
internal static partial class ManifestReader
{
    /// <exception cref="UserErrorException">A document can't be read; the message says which.</exception>
    public static IReadOnlyList<ManifestDocument> Read(string text)
    {
        List<ManifestDocument> documents = [];
        foreach (var document in Separator().Split(text.Replace("\r\n", "\n", StringComparison.Ordinal)))
        {
            try
            {
                documents.Add(new ManifestDocument(document, IsEmpty(document) ? null : Parse(document)));
            }
            catch (PolicyFileException exception)
            {
                throw new UserErrorException($"The document {documents.Count + 1} can't be read: {exception.Message}", exception);
            }
        }

        return documents;
    }

    private static JsonObject Parse(string document)
    {
        if (LeadingZero().Match(document) is { Success: true } found)
        {
            var line = document.AsSpan(0, found.Groups["number"].Index).Count('\n') + 1;
            throw new PolicyFileException("Write an octal number as 0o… or in decimal, and a text in quotation marks.", line, 1);
        }

        return JsonNode.Parse(PolicyFile.Parse(Encoding.UTF8.GetBytes(document)).Json.Span)!.AsObject();
    }

    private static bool IsEmpty(string document) => document.Split('\n').All(line => line.Trim() is "" or ['#', ..]);

    [GeneratedRegex(@"^---(?:[ \t]*(?:#.*)?)?\n", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?:[:,\[-][ \t]+|\[)(?<number>0[0-9]+)[ \t]*(?:$|[#,\]}])", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex LeadingZero();
}
