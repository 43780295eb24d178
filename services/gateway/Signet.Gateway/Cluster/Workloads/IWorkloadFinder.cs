using System.Net;
using Microsoft.AspNetCore.Http;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>Finds out which workload of the cluster a request comes from.</summary>
internal interface IWorkloadFinder
{
    /// <summary>The workload; null for none that anybody vouches for, for whatever reason. Never throws for what a caller has sent.</summary>
    /// <param name="headers">The request's header fields, which have passed preflight.</param>
    /// <param name="source">Where the connection comes from.</param>
    ValueTask<WorkloadIdentity?> FindAsync(IHeaderDictionary headers, IPAddress? source);
}
