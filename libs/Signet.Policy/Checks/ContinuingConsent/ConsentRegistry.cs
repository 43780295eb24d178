using System.Collections.Concurrent;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>
/// The owners whose requests must stop: those that the policy in force lists, and those that the host has stopped. It outlives the
/// pipelines, so a request that runs under an older policy sees the newest list. What the host has stopped stays stopped until it says
/// otherwise or ends. Safe for concurrent use.
/// </summary>
public sealed class ConsentRegistry : IConsentSource
{
    private readonly ConcurrentDictionary<(OwnerType Type, string Id), bool> _stopped = new();
    private volatile IReadOnlyList<OwnerPattern> _revoked = [];

    /// <summary>The registry of a policy's check.</summary>
    /// <param name="states">The states of the policies in force.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="check">The check's name in it.</param>
    public static ConsentRegistry Of(CheckStates states, string policy, string check)
    {
        ArgumentNullException.ThrowIfNull(states);
        return states.GetOrAdd($"{policy}/{check}/{ContinuingConsentCheck.CheckName}", static () => new ConsentRegistry());
    }

    /// <inheritdoc/>
    public bool IsGranted(Owner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (!_stopped.IsEmpty && _stopped.ContainsKey((owner.Type, owner.Id)))
        {
            return false;
        }

        IReadOnlyList<OwnerPattern> revoked = _revoked;
        for (int i = 0; i < revoked.Count; i++)
        {
            if (revoked[i].Matches(owner))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Stops an owner's requests, those that run included.</summary>
    public void Revoke(Owner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _stopped[(owner.Type, owner.Id)] = true;
    }

    /// <summary>Lets an owner's requests go on that <see cref="Revoke"/> has stopped. What the policy lists stays stopped.</summary>
    public void Restore(Owner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _stopped.TryRemove((owner.Type, owner.Id), out _);
    }

    /// <summary>Puts the list of the newest policy in place of the one before.</summary>
    internal void Replace(IReadOnlyList<OwnerPattern> revoked) => _revoked = revoked;
}
