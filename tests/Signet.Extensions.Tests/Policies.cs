using System.Net;
using System.Text;
using Signet.Extensions.External;
using Signet.Extensions.Secrets;
using Signet.Policy.Content;
using Signet.Policy.Documents;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Tests;

/// <summary>Policies, and what they decide about.</summary>
internal static class Policies
{
    internal static ExtensionHost Host { get; } = new() { Secrets = new SecretDirectory(null) };

    /// <summary>The pipeline of a policy with these checks, written as JSON objects.</summary>
    internal static PolicyPipeline Build(CheckRegistry registry, params string[] checks)
    {
        Assert.True(
            PolicyDocument.TryParse(Encoding.UTF8.GetBytes(Json(checks)), registry, out PolicyDocument? document, out var errors),
            string.Join('\n', errors));
        return document.Build(TimeProvider.System);
    }

    internal static IReadOnlyList<PolicyError> Errors(CheckRegistry registry, params string[] checks)
    {
        PolicyDocument.TryParse(Encoding.UTF8.GetBytes(Json(checks)), registry, out _, out var errors);
        return errors;
    }

    internal static CheckRegistry WithExternal(ExtensionHost? host = null) =>
        CheckRegistry.BuiltIn.With(ExternalCheckDefinition.Create(host ?? Host));

    internal static RequestContext Request(params string[] texts) => Request([.. texts.Select((text, i) => Item(i, text))]);

    internal static RequestContext Request(IReadOnlyList<ContentItem> content) => new()
    {
        Method = "POST",
        Path = "/v1/chat/completions",
        Surface = "openai.chat_completions",
        Model = "m",
        Source = IPAddress.Loopback,
        Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer caller-secret" },
        Owner = Owner.Asserted(OwnerType.Human, "ada"),
        Content = content,
    };

    internal static ContentItem Item(
        int index, string text, ContentKind kind = ContentKind.Text, ContentRole role = ContentRole.User) => new()
        {
            Kind = kind,
            Direction = ContentDirection.Request,
            Role = role,
            Index = index,
            Location = $"/messages/{index}/content",
            Text = text,
        };

    internal static ToolCall Call(string name, string arguments = "{}") => new() { Choice = 0, Index = 0, Name = name, Arguments = arguments };

    private static string Json(string[] checks) => $$"""{"version":1,"checks":[{{string.Join(',', checks)}}]}""";
}
