using Signet.Ledger;
using Signet.Ledger.Events;

namespace Signet.Auditor.Enrolment;

/// <summary>Who may have keys entered in the log over HTTP. All of them show the API token as well.</summary>
public sealed class EnrolmentOptions
{
    /// <summary>The audience that tokens of workloads are for, unless another is set.</summary>
    public const string DefaultAudience = "signet-auditor";

    private const int MaxKeys = 4_096;
    private const int MaxServiceAccounts = 64;
    private const int MaxAudience = 256;

    /// <summary>What they show.</summary>
    public EnrolmentMode Mode { get; init; }

    /// <summary>
    /// <see cref="EnrolmentMode.Kubernetes"/>: the audience that their tokens are for, so that a token for anybody else doesn't count: 1 to 256 visible
    /// ASCII characters. The default is <c>signet-auditor</c>.
    /// </summary>
    public string Audience { get; init; } = DefaultAudience;

    /// <summary><see cref="EnrolmentMode.Kubernetes"/>: the service accounts that may enrol, 1 to 64.</summary>
    public IReadOnlyList<ServiceAccount> ServiceAccounts { get; init; } = [];

    /// <summary>
    /// Keys that are accepted because they stand here: at least one for <see cref="EnrolmentMode.Configured"/>; with
    /// <see cref="EnrolmentMode.Kubernetes"/> those of producers outside the cluster. 4,096 at most.
    /// </summary>
    public IReadOnlyList<EnrolledKey> Keys { get; init; } = [];

    /// <exception cref="ArgumentException">An option is out of range, or doesn't belong to the mode.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(Mode))
        {
            throw new ArgumentException("The enrolment mode is token, kubernetes or configured.");
        }

        if (Mode == EnrolmentMode.Token && Keys.Count > 0)
        {
            throw new ArgumentException("The enrolment mode token accepts any key; keys are listed for configured and kubernetes.");
        }

        if (Mode == EnrolmentMode.Configured && Keys.Count == 0)
        {
            throw new ArgumentException("The enrolment mode configured needs a key at least.");
        }

        if (Mode == EnrolmentMode.Kubernetes ? ServiceAccounts.Count is 0 or > MaxServiceAccounts : ServiceAccounts.Count > 0)
        {
            throw new ArgumentException("The enrolment mode kubernetes needs 1 to 64 service accounts that may enrol; the others have none.");
        }

        if (Audience.Length is 0 or > MaxAudience || Audience.Any(c => c is <= ' ' or > '~'))
        {
            throw new ArgumentException("The audience of enrolment tokens has 1 to 256 visible ASCII characters.");
        }

        if (Keys.Count > MaxKeys || Keys.Any(key => !LedgerText.IsIdentifier(key.Producer) || !LedgerText.IsIdentifier(key.KeyId) ||
            key.Alg is not (EventSignature.Ed25519 or EventSignature.Ed25519Tree) || key.PublicKey.Length != CommitVerifier.PublicKeyOctets))
        {
            throw new ArgumentException("A listed key has a producer, a key id, the algorithm ed25519 or ed25519-tree, and 32 octets; there are at most 4,096.");
        }

        if (Keys.DistinctBy(key => (key.Producer, key.KeyId)).Count() != Keys.Count)
        {
            throw new ArgumentException("A key is listed twice.");
        }
    }
}
