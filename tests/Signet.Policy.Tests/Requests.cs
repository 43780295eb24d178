using System.Net;
using Signet.Policy.Content;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests;

/// <summary>Makes requests.</summary>
internal static class Requests
{
    internal static readonly InspectionChannel Channel = new(0, ContentKind.Text, "content");

    internal static RequestContext With(params string[] texts) => Make(texts, []);

    /// <summary>A request of one message in parts.</summary>
    internal static RequestContext WithParts(params IEnumerable<string> texts)
    {
        RequestContext request = With("");
        request.Content = [.. Parts(0, texts)];
        return request;
    }

    /// <summary>The text parts of one message.</summary>
    internal static IEnumerable<ContentItem> Parts(int message, params IEnumerable<string> texts) => texts.Select((text, part) => new ContentItem
    {
        Kind = ContentKind.Text,
        Direction = ContentDirection.Request,
        Role = ContentRole.User,
        Index = message,
        Location = $"/messages/{message}/content/{part}/text",
        Text = text,
    });

    internal static RequestContext WithHeaders(params (string Name, string Value)[] headers) => Make(["hello"], headers);

    internal static ToolCall Call(string name, string arguments = "{}") =>
        new() { Choice = 0, Index = 0, Name = name, Arguments = arguments };

    /// <summary>A request of an owner, such as <c>agent:x</c>, or of nobody.</summary>
    internal static RequestContext Of(
        string owner,
        string model = "m",
        string source = "192.0.2.1",
        long? maxOutputTokens = null,
        int choices = 1,
        bool isForwarded = false,
        params (string Name, string Value)[] headers) => new()
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            Surface = "openai.chat_completions",
            Model = model,
            Source = IPAddress.Parse(source),
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
            Content = With("hello").Content,
            Owner = OwnerPattern.TryParse(owner, out Owner? known) ? known : Owner.Unresolved,
            MaxOutputTokens = maxOutputTokens,
            Choices = choices,
            IsForwarded = isForwarded,
        };

    private static RequestContext Make(string[] texts, (string Name, string Value)[] headers) => new()
    {
        Method = "POST",
        Path = "/v1/chat/completions",
        Surface = "openai.chat_completions",
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        Content =
        [
            .. texts.Select((text, i) => new ContentItem
            {
                Kind = ContentKind.Text,
                Direction = ContentDirection.Request,
                Role = ContentRole.User,
                Index = i,
                Location = $"/messages/{i}/content",
                Text = text,
            }),
        ],
    };
}
