using System.Net;
using Signet.Policy.Pipeline;

namespace Signet.Corpora;

/// <summary>Makes the requests of cases.</summary>
public static class CorpusRequest
{
    private static readonly KeyValuePair<string, string?> Owner = new(SecurityHeaders.CommitOwner, "human:corpus");

    /// <summary>A fresh request: checks change what they are given.</summary>
    public static RequestContext Of(CorpusCase value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in value.Headers.Prepend(Owner))
        {
            if (text is null)
            {
                headers.Remove(name);
            }
            else
            {
                headers[name] = text;
            }
        }

        return new RequestContext
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            Surface = "openai.chat_completions",
            Model = "any",
            Source = IPAddress.Loopback,
            Headers = headers,
            Content = value.Content,
        };
    }
}
