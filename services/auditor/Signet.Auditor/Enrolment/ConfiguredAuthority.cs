using Signet.Messaging;

namespace Signet.Auditor.Enrolment;

/// <summary>Goes by the settings alone: in the mode <c>token</c> everybody may enrol, else the keys that are listed.</summary>
internal sealed class ConfiguredAuthority(AuditorOptions options) : IEnrolmentAuthority
{
    private const string TokenEvidence = "the auditor's API token";
    private const string ListEvidence = "the auditor's settings";

    public ValueTask<string?> AuthoriseAsync(ProducerEnrolment enrolment, string? workloadToken, CancellationToken cancellationToken) =>
        ValueTask.FromResult(options.Enrolment switch
        {
            { Mode: EnrolmentMode.Token } => TokenEvidence,
            var listed when listed.Keys.Any(key => Is(key, enrolment)) => ListEvidence,
            _ => null,
        });

    private static bool Is(EnrolledKey key, ProducerEnrolment enrolment) =>
        key.Producer == enrolment.ProducerId && key.KeyId == enrolment.KeyId && key.Alg == enrolment.Alg &&
        key.PublicKey.Span.SequenceEqual(enrolment.PublicKey.Span);
}
