using System.Collections.Concurrent;
using Signet.Policy.Matching;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>
/// Finds out who answers for a request: an owner that somebody has set already, else a person, else an agent, else a named policy, as
/// the headers say. A field without its prefix says nothing; one whose id is not valid (<see cref="OwnerId"/>) leaves the request
/// without an owner, whatever the other fields say. With <see cref="OwnerSource.Workload"/> it is the workload that the cluster knows the
/// request to come from, and no field and no other check makes it somebody else.
/// </summary>
public sealed class OwnerResolutionCheck : IOwnerCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "owner_resolution";

    /// <summary>The id of the policy owner for requests that nobody answers for, when that is allowed.</summary>
    public const string Unattributed = "unattributed";

    /// <summary>By the few sources there are.</summary>
    private static readonly ConcurrentDictionary<string, CheckResult> AllowedBy = new(StringComparer.Ordinal);

    private readonly OwnerResolutionOptions _options;

    /// <summary>Makes the check.</summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public OwnerResolutionCheck(OwnerResolutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult<AdmissionResult>(Resolve(request));
    }

    private CheckResult Resolve(RequestContext request)
    {
        if (_options.Source == OwnerSource.Workload)
        {
            return ResolveWorkload(request);
        }

        if (request.Owner.IsResolved)
        {
            return Allowed("established");
        }

        (string source, OwnerType type, string id) = Read(request);
        if (OwnerId.IsValid(id))
        {
            request.Owner = Owner.Asserted(type, id);
            return Allowed(source);
        }

        string reason = id.Length == 0 ? "nobody answers for the request" : $"the id in {source} is not valid";
        if (_options.RequireOwner)
        {
            return CheckResult.Block(reason);
        }

        request.Owner = Owner.Asserted(OwnerType.Policy, Unattributed);
        return Allowed("default") with { Reason = reason };
    }

    private CheckResult ResolveWorkload(RequestContext request)
    {
        if (request.Workload is not { } workload)
        {
            // Whoever was established before is no workload of the cluster, and would answer for the refusal.
            request.Owner = Owner.Unresolved;
            return CheckResult.Block("no workload of the cluster answers for the request");
        }

        request.Owner = workload.ToOwner();
        Dictionary<string, string> metadata = new() { ["source"] = "workload" };
        if (workload.Pod is { } pod)
        {
            metadata["workload_pod"] = pod;
        }

        if (workload.PodUid is { } uid)
        {
            metadata["workload_pod_uid"] = uid;
        }

        if (ClaimOf(request) is not { } claim || claim == request.Owner.ToString())
        {
            return CheckResult.Allowed with { Metadata = metadata };
        }

        metadata["claimed"] = claim;
        CheckResult result = _options.BlockClaims ? CheckResult.Block("a header field names another owner than the workload") : CheckResult.Allowed;
        return result with { Metadata = metadata };
    }

    /// <summary>Who the header fields say answers for the request, valid or not; null when they name nobody.</summary>
    private static string? ClaimOf(RequestContext request)
    {
        string? claim = null;
        foreach (string name in SecurityHeaders.Owners)
        {
            if (request.Headers.ContainsKey(name))
            {
                claim = (claim is null ? "" : claim + ' ') + SecurityHeaders.Read(request, name);
            }
        }

        return claim;
    }

    private static (string Source, OwnerType Type, string Id) Read(RequestContext request)
    {
        if (TryStrip(SecurityHeaders.Read(request, SecurityHeaders.CommitOwner), "human:", out string human))
        {
            return (SecurityHeaders.CommitOwner, OwnerType.Human, human);
        }

        if (TryStrip(SecurityHeaders.Read(request, SecurityHeaders.AgentId), "agent:", out string agent))
        {
            return (SecurityHeaders.AgentId, OwnerType.Agent, agent);
        }

        string name = SecurityHeaders.Read(request, SecurityHeaders.PolicyName);
        string version = SecurityHeaders.Read(request, SecurityHeaders.PolicyVersion);

        // An @ in either part could make two different policies look like one; for a comma see below.
        bool isAmbiguous = name.AsSpan().ContainsAny('@', ',') || version.AsSpan().ContainsAny('@', ',');
        string policy = name.Length == 0 ? "" : isAmbiguous ? "\0" : version.Length == 0 ? name : $"{name}@{version}";
        return (SecurityHeaders.PolicyName, OwnerType.Policy, policy);
    }

    private static bool TryStrip(string value, string prefix, out string id)
    {
        bool hasPrefix = value.StartsWith(prefix, StringComparison.Ordinal);

        // A prefix with nothing behind it names nobody, and isn't the same as an absent field. Proxies may join two fields of one name with
        // a comma (RFC 9110, section 5.3): which of the two it is isn't guessed.
        id = !hasPrefix ? "" : value.Length == prefix.Length || value.Contains(',') ? "\0" : value[prefix.Length..];
        return hasPrefix;
    }

    private static CheckResult Allowed(string source) =>
        AllowedBy.GetOrAdd(source, static name => CheckResult.Allowed with { Metadata = new Dictionary<string, string> { ["source"] = name } });
}
