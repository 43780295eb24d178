using k8s.Models;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Cluster;
using Signet.Messaging;

namespace Signet.Auditor.Enrolment;

/// <summary>
/// Goes by what the cluster says of a workload: the token is one for this auditor, of a service account that may enrol, and bound to a running pod.
/// A pod may call itself by its own name, with or without its namespace behind a dot, and by no other, so that one that was broken into signs as itself alone. Keys that are listed are accepted as well.
/// </summary>
internal sealed partial class WorkloadAuthority(AuditorOptions options, ITokenReviews reviews, TimeProvider time, ILogger<WorkloadAuthority> logger)
    : IEnrolmentAuthority
{
    private const string PodName = "authentication.kubernetes.io/pod-name";
    private const string PodUid = "authentication.kubernetes.io/pod-uid";

    /// <summary>The longest token that is looked at: those of clusters have about a thousand characters.</summary>
    private const int MaxToken = 8_192;

    /// <summary>How many reviews are asked for at once; beyond it producers are told to ask again.</summary>
    private const int MaxReviews = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConfiguredAuthority _listed = new(options);
    private int _reviews;

    public async ValueTask<string?> AuthoriseAsync(ProducerEnrolment enrolment, string? workloadToken, CancellationToken cancellationToken)
    {
        if (await _listed.AuthoriseAsync(enrolment, workloadToken, cancellationToken).ConfigureAwait(false) is { } evidence)
        {
            return evidence;
        }

        if (workloadToken is null || workloadToken.Length is 0 or > MaxToken || workloadToken.Any(c => c is <= ' ' or > '~'))
        {
            Log.Refused(logger, enrolment.ProducerId, "it showed no token of a workload");
            return null;
        }

        var status = await ReviewAsync(workloadToken, cancellationToken).ConfigureAwait(false);
        var reason = WhyNot(status, enrolment.ProducerId, out var pod);
        if (reason is not null)
        {
            Log.Refused(logger, enrolment.ProducerId, reason);
        }

        return pod;
    }

    private async Task<V1TokenReviewStatus> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _reviews) > MaxReviews)
        {
            Interlocked.Decrement(ref _reviews);
            throw new IOException("Too many producers ask to be enrolled at once.");
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await reviews.ReviewAsync(token, options.Enrolment.Audience, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReached(logger, "The API server did not answer in time.");
            throw new IOException("The API server did not answer in time.");
        }
        catch (IOException exception)
        {
            Log.NotReached(logger, exception.Message);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _reviews);
        }
    }

    /// <summary>Why a producer isn't accepted, or null with the evidence for the log. The reasons hold nothing that the token says.</summary>
    private string? WhyNot(V1TokenReviewStatus status, string producer, out string? evidence)
    {
        evidence = null;
        if (status.Authenticated is not true || !string.IsNullOrEmpty(status.Error))
        {
            return "the cluster doesn't know its token";
        }

        // A server that knows no audiences says nothing of them: then the token may be one that the pod has shown to anybody.
        if (status.Audiences?.Contains(options.Enrolment.Audience) is not true)
        {
            return "its token is not for this auditor";
        }

        if (ServiceAccount.OfUser(status.User?.Username) is not { } account || !options.Enrolment.ServiceAccounts.Contains(account))
        {
            return "its service account is not one that may enrol";
        }

        if (Single(status, PodName) is not { } name || Single(status, PodUid) is not { } uid || !KubernetesNames.IsUid(uid))
        {
            return "its token is not bound to a pod";
        }

        // Pods of one name may stand in several namespaces. A dot before the namespace can't be one of the pod's name then.
        if ((name != producer || name.Contains('.', StringComparison.Ordinal)) && producer != $"{name}.{account.Namespace}")
        {
            return "it is not the pod that it names itself after";
        }

        evidence = $"kubernetes: service account {account}, pod {name}, uid {uid}";
        return null;
    }

    private static string? Single(V1TokenReviewStatus status, string key) =>
        status.User?.Extra is { } extra && extra.TryGetValue(key, out var values) && values is [{ Length: > 0 } value] ? value : null;

    private static partial class Log
    {
        [LoggerMessage(1050, LogLevel.Warning, "Producer {Producer} may not enrol: {Reason}.")]
        public static partial void Refused(ILogger logger, string producer, string reason);

        [LoggerMessage(1051, LogLevel.Warning, "The cluster can't be asked who wants to enrol; the producer is told to ask again. {Reason}")]
        public static partial void NotReached(ILogger logger, string reason);
    }
}
