using System.Net;
using Signet.Policy.Classification;
using Signet.Policy.Content;
using Signet.Policy.Owners;

namespace Signet.Policy.Pipeline;

/// <summary>What is known of a request while it is decided. One instance for each request; not safe for concurrent use.</summary>
public sealed class RequestContext
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The API surface, such as <c>openai.chat_completions</c>.</summary>
    public required string Surface { get; init; }

    /// <summary>The model that the caller asks for, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the upstream that will get the request, or null where it isn't known.</summary>
    public string? Upstream { get; init; }

    /// <summary>The address that the connection came from.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Header fields by name, case-insensitive. Preflight has refused requests in which one that a check reads stands twice.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Everything of the body that checks see, in the order of the body. Replaced as a whole when text is redacted.</summary>
    public required IReadOnlyList<ContentItem> Content { get; set; }

    /// <summary>
    /// The tools that the request declares to the model, by name, or by type where a tool of the provider's has none; empty for one
    /// that has neither.
    /// </summary>
    public IReadOnlyList<string> DeclaredTools { get; init; } = [];

    /// <summary>Who answers for the request. Set by owner resolution, read by everybody after it.</summary>
    public Owner Owner { get; set; } = Owner.Unresolved;

    /// <summary>The workload that the cluster says the request comes from; null where nobody has asked it, or it knows of none.</summary>
    public WorkloadIdentity? Workload { get; init; }

    /// <summary>True when a header field says that the connection comes from a proxy, so that <see cref="Source"/> isn't the caller.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>
    /// How many tokens the caller allows the model to write for each choice; null when the request doesn't say, 0 when no model writes
    /// an answer to it.
    /// </summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>How many choices the caller asks for; 1 or more.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>The processor time of the check that runs now.</summary>
    public CpuBudget Budget { get; } = new();

    /// <summary>What checks keep about this request from stage to stage.</summary>
    public CheckNotes Notes { get; } = new();

    /// <summary>The label of the request's data, as the classification check understood it; empty before it ran.</summary>
    public string Classification { get; set; } = "";

    /// <summary>What the caller is cleared for; empty before the classification check ran.</summary>
    public string Clearance { get; set; } = "";

    /// <summary>The label that <see cref="Classification"/> writes out, or null before the classification check ran.</summary>
    public ClassificationLabel? DataLabel { get; set; }

    /// <summary>The label that <see cref="Clearance"/> writes out, or null before the classification check ran.</summary>
    public ClassificationLabel? ClearanceLabel { get; set; }
}
