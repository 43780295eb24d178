using k8s.Models;

namespace Signet.Auditor.Enrolment;

/// <summary>Asks a cluster whose a token is.</summary>
internal interface ITokenReviews
{
    /// <summary>What the cluster says of a token, with regard to an audience.</summary>
    /// <exception cref="IOException">It can't be told now.</exception>
    Task<V1TokenReviewStatus> ReviewAsync(string token, string audience, CancellationToken cancellationToken);
}
