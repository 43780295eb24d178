using Signet.Messaging;

namespace Signet.Load.Hosts;

/// <summary>Enrols everybody.</summary>
internal sealed class OpenEnrolment : IProducerEnrolment
{
    public ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
