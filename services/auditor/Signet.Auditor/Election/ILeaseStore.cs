using k8s.Models;

namespace Signet.Auditor.Election;

/// <summary>One Lease, as an API server keeps it: whoever writes it says which version he has seen, and of two only one succeeds.</summary>
internal interface ILeaseStore
{
    /// <summary>The Lease, or null when there is none.</summary>
    /// <exception cref="LeaseStoreException">It can't be told.</exception>
    Task<V1Lease?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Makes the Lease; null when there is one already.</summary>
    /// <exception cref="LeaseStoreException">It may or may not have been made.</exception>
    Task<V1Lease?> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken);

    /// <summary>Writes the Lease with another spec; null when it is no longer the version that was given, or gone.</summary>
    /// <exception cref="LeaseStoreException">It may or may not have been written.</exception>
    Task<V1Lease?> ReplaceAsync(V1Lease seen, V1LeaseSpec spec, CancellationToken cancellationToken);
}
