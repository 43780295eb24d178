using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Signet.Auditor.Enrolment;

/// <summary>
/// TokenReviews of the API server. Its exceptions are not handed on: they hold the request, and so the token. That the auditor may not ask is no
/// answer about the token either, so it is asked again later.
/// </summary>
internal sealed class ClusterTokenReviews(IKubernetes cluster) : ITokenReviews
{
    public async Task<V1TokenReviewStatus> ReviewAsync(string token, string audience, CancellationToken cancellationToken)
    {
        var review = new V1TokenReview
        {
            ApiVersion = $"{V1TokenReview.KubeGroup}/{V1TokenReview.KubeApiVersion}",
            Kind = V1TokenReview.KubeKind,
            Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] },
        };
        try
        {
            var answer = await cluster.AuthenticationV1.CreateTokenReviewAsync(review, cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer?.Status ?? throw new IOException("The API server's answer is no TokenReview.");
        }
        catch (HttpOperationException exception)
        {
            throw new IOException($"The API server answered {(int?)exception.Response?.StatusCode} to a TokenReview.");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or FormatException)
        {
            throw new IOException("The API server can't be reached, or its answer not be read.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The API server did not answer in time.");
        }
    }
}
