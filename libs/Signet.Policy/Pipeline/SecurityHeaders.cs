namespace Signet.Policy.Pipeline;

/// <summary>The header fields that checks read. Preflight refuses a request in which one of them stands twice.</summary>
public static class SecurityHeaders
{
    /// <summary>A person: <c>human:&lt;id&gt;</c>.</summary>
    public const string CommitOwner = "X-Commit-Owner";

    /// <summary>A software agent: <c>agent:&lt;id&gt;</c>.</summary>
    public const string AgentId = "X-Agent-Id";

    /// <summary>A named policy.</summary>
    public const string PolicyName = "X-Policy-Name";

    /// <summary>The version of the named policy.</summary>
    public const string PolicyVersion = "X-Policy-Version";

    /// <summary>The level of the request's data.</summary>
    public const string Classification = "X-Classification";

    /// <summary>The level that the caller is cleared for.</summary>
    public const string CallerClearance = "X-Caller-Clearance";

    /// <summary>The fields that name an owner.</summary>
    public static IReadOnlyList<string> Owners { get; } = [CommitOwner, AgentId, PolicyName, PolicyVersion];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Owners, Classification, CallerClearance];

    /// <summary>The field's value without white space around it; empty when the field is absent or blank.</summary>
    public static string Read(RequestContext request, string name)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.TryGetValue(name, out string? value) ? value.Trim(' ', '\t') : "";
    }
}
