using System.Net;

namespace Signet.Gateway.Cluster;

/// <summary>The cluster's API server can't be reached, refuses, or says what can't be read. The message holds nothing of what it said.</summary>
internal sealed class ClusterException : Exception
{
    public ClusterException(string message, HttpStatusCode? status = null, Exception? cause = null)
        : base(message, cause)
    {
        Status = status;
    }

    /// <summary>How it refused, or null.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What it answered with a status that isn't a success.</summary>
    public static ClusterException Refused(HttpStatusCode status) => new($"The API server answered {(int)status}.", status);
}
