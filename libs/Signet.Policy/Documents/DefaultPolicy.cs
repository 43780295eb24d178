using System.Text;

namespace Signet.Policy.Documents;

/// <summary>The policy that signet starts with.</summary>
public static class DefaultPolicy
{
    private const string Resource = "Signet.Policy.Documents.default-policy.yaml";

    /// <summary>The policy as YAML with comments: what an operator copies and edits.</summary>
    public static string Yaml { get; } = Load();

    private static string Load()
    {
        using Stream stream = typeof(DefaultPolicy).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The default policy isn't part of the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
