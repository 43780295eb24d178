using System.Net;
using Microsoft.AspNetCore.Http;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>Knows of no workload.</summary>
internal sealed class NoWorkload : IWorkloadFinder
{
    public ValueTask<WorkloadIdentity?> FindAsync(IHeaderDictionary headers, IPAddress? source) => ValueTask.FromResult<WorkloadIdentity?>(null);
}
