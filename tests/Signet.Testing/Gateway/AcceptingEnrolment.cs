using Signet.Messaging;

namespace Signet.Testing.Gateway;

/// <summary>Enrols everybody, after as many failures as a test wants.</summary>
public sealed class AcceptingEnrolment(int failures = 0) : IProducerEnrolment
{
    private int _failures = failures;

    public ProducerEnrolment? Enrolled { get; private set; }

    public ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken)
    {
        if (_failures-- > 0)
        {
            throw new UnauthorizedAccessException();
        }

        Enrolled = enrolment;
        return ValueTask.CompletedTask;
    }
}
