using Signet.Policy.Documents;
using Signet.Shared.Endpoints;

namespace Signet.Extensions.External;

/// <summary><c>external</c> as policies know it.</summary>
public static class ExternalCheckDefinition
{
    /// <summary>The kind of check in policies.</summary>
    public const string CheckName = "external";

    /// <summary>The definition for one host. All checks made from it share their connections, which live as long as the process.</summary>
    public static CheckDefinition Create(ExtensionHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        JsonEndpoint endpoint = new();
        return new()
        {
            Name = CheckName,
            Summary = "Asks a service behind HTTP or Dapr service invocation.",
            Factory = options => ExternalCheckFactory.Create(options, host, endpoint),
            Options = new Dictionary<string, string>
            {
                ["url"] = "Where the service is: http or https, without user information, query and fragment.",
                ["dapr_app_id"] = "In place of url: the app that the Dapr sidecar invokes.",
                ["dapr_method"] = "The path below which that app serves the contract.",
                ["stage"] = "What the service is asked about: requests, tool calls, or how a request ended.",
                ["kinds"] = "The kinds of content that leave; nothing else is sent.",
                ["roles"] = "Whose content leaves; nobody else's is sent.",
                ["token"] = "The name of the secret that is sent as a bearer token.",
                ["answer_within_ms"] = "How long one answer may take.",
                ["max_request_kib"] = "A larger request isn't sent; that is a failure.",
                ["max_response_kib"] = "A larger answer is a failure.",
                ["max_concurrency"] = "How many answers may be waited for at once; one more is a failure.",
                ["on_failure"] = "What no answer, a late one and one that breaks the contract mean.",
            },
        };
    }
}
