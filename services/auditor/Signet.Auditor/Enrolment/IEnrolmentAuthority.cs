using Signet.Messaging;

namespace Signet.Auditor.Enrolment;

/// <summary>Decides whether somebody who has shown the API token may have a key entered under a producer's name.</summary>
internal interface IEnrolmentAuthority
{
    /// <summary>How the request was authorised, as the log will say; null when it isn't.</summary>
    /// <param name="enrolment">The request.</param>
    /// <param name="workloadToken">The token of the workload that was sent beside it, or null. It is never kept or logged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">It can't be told now.</exception>
    ValueTask<string?> AuthoriseAsync(ProducerEnrolment enrolment, string? workloadToken, CancellationToken cancellationToken);
}
