using k8s.Models;

namespace Signet.Auditor.Tests.Election;

/// <summary>The Lease as an API server keeps it.</summary>
internal sealed class SimLease
{
    private long _version;

    public V1Lease? Kept { get; private set; }

    public V1Lease? Create(V1LeaseSpec spec) => Kept is null ? Keep(spec) : null;

    public V1Lease? Replace(string version, V1LeaseSpec spec) => Kept?.Metadata.ResourceVersion == version ? Keep(spec) : null;

    public void Delete() => Kept = null;

    public V1Lease Keep(V1LeaseSpec spec) =>
        Kept = new V1Lease { Metadata = new V1ObjectMeta { Name = "log", ResourceVersion = $"{++_version}" }, Spec = spec };
}
