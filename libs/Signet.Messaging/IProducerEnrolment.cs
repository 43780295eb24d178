namespace Signet.Messaging;

/// <summary>Where a producer has its commit key entered in the log before its first event.</summary>
public interface IProducerEnrolment
{
    /// <summary>Returns when the key's <c>producer_key</c> entry is stored. Enrolling the same key again changes nothing.</summary>
    /// <exception cref="UnauthorizedAccessException">The auditor does not accept this producer.</exception>
    ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken);
}
