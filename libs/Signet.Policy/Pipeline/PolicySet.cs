using System.Collections.Frozen;

namespace Signet.Policy.Pipeline;

/// <summary>
/// All policies of a document and which requests each is for. Owner checks belong to the document, not to one of its policies: they say
/// once who answers for a request, and the policy may depend on it. One instance serves all requests and is safe for concurrent use.
/// </summary>
public sealed class PolicySet
{
    private readonly PolicySelection[] _selections;
    private readonly FrozenDictionary<string, PolicyPipeline> _named;
    private readonly CheckSlot[] _owners;
    private readonly TimeProvider _time;

    internal PolicySet(
        PolicyPipeline defaultPolicy,
        IEnumerable<PolicyPipeline> named,
        IEnumerable<PolicySelection> selections,
        TimeProvider time)
    {
        Default = defaultPolicy;
        _named = named.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        _selections = [.. selections];
        _owners = _selections.Any(selection => selection.NeedsOwner) ? defaultPolicy.OwnerSlots : [];
        _time = time;
    }

    /// <summary>The policy of requests that no selection names.</summary>
    public PolicyPipeline Default { get; }

    /// <summary>Which requests the named policies are for, in the order in which they are asked.</summary>
    public IReadOnlyList<PolicySelection> Selections => _selections;

    /// <summary>The names of all policies, <c>default</c> first.</summary>
    public IEnumerable<string> Names => _named.Keys.Order(StringComparer.Ordinal).Prepend(Default.Name);

    /// <summary>A set of one policy.</summary>
    public static PolicySet Of(PolicyPipeline policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new PolicySet(policy, [], [], TimeProvider.System);
    }

    /// <summary>The policy of a name, or null.</summary>
    public PolicyPipeline? Find(string name) => name == Default.Name ? Default : _named.GetValueOrDefault(name);

    /// <summary>Decides by the policy that is for the request whether the model may see it; see <see cref="PolicyPipeline.AdmitAsync(RequestContext, CancellationToken)"/>.</summary>
    /// <returns>The policy, which the rest of the request goes by, and what it decided.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<(PolicyPipeline Policy, StageOutcome Outcome)> AdmitAsync(
        RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnerAnswer[] owners = await OwnerAnswer.AskAsync(_owners, request, _time, cancellationToken);
        PolicyPipeline policy = Select(request, out _);
        return (policy, await policy.AdmitAsync(request, owners, cancellationToken));
    }

    /// <summary>The policy that is for the request, its owner being known, and the selection that says so, if one does.</summary>
    public PolicyPipeline Select(RequestContext request, out PolicySelection? because)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (PolicySelection selection in _selections)
        {
            if (selection.Matches(request))
            {
                because = selection;
                return Find(selection.Policy)!;
            }
        }

        because = null;
        return Default;
    }
}
