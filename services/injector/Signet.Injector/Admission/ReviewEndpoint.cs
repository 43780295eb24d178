using Microsoft.AspNetCore.Http;
using Signet.Hosting.Telemetry;

namespace Signet.Injector.Admission;

/// <summary>
/// Answers an API server. How many reviews are in hand at once is limited, and so is how long one may take to arrive; whoever finds no place in
/// that time is sent away, and the API server does what its failure policy says.
/// </summary>
internal sealed class ReviewEndpoint(InjectorSettings settings, SignetMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>The largest review. An API server's objects have 3 MiB at most.</summary>
    public const int MaxOctets = 4 << 20;

    private const int MaxAtOnce = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(MaxAtOnce);

    /// <param name="context">The request.</param>
    /// <param name="namespaceLabels">What the path says of the namespace: a review doesn't hold its labels.</param>
    public async Task InvokeAsync(HttpContext context, IReadOnlyDictionary<string, string> namespaceLabels)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                await AnswerAsync(context, namespaceLabels, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            Refuse(context, StatusCodes.Status408RequestTimeout);
        }
        catch (BadHttpRequestException exception)
        {
            Refuse(context, exception.StatusCode);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for an answer.
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task AnswerAsync(HttpContext context, IReadOnlyDictionary<string, string> namespaceLabels, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
        {
            Refuse(context, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        if (context.Request.ContentLength > MaxOctets)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        using var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await context.Request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (body.Length + count > MaxOctets)
            {
                Refuse(context, StatusCodes.Status413PayloadTooLarge);
                return;
            }

            body.Write(buffer, 0, count);
        }

        if (AdmissionReview.Read(body.GetBuffer().AsSpan(0, (int)body.Length)) is not { } review)
        {
            Refuse(context, StatusCodes.Status400BadRequest);
            return;
        }

        var result = Decide(review, namespaceLabels);
        metrics.PodReviewed(result.IsRefused ? "refused" : result.IsUnchanged ? "unchanged" : "injected");
        var answer = AdmissionAnswer.Of(review.Uid, result);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    private InjectionResult Decide(AdmissionReview review, IReadOnlyDictionary<string, string> namespaceLabels) => review switch
    {
        // Of a configuration that asks about more than the chart's does.
        { IsNewPod: false } => InjectionResult.Unchanged("This is no new pod."),
        { Pod: { } pod } => PodInjector.Inject(pod, namespaceLabels, settings),
        _ => InjectionResult.Refused("signet: The review has no pod."),
    };

    private void Refuse(HttpContext context, int status)
    {
        metrics.PodReviewed("unreadable");
        context.Response.StatusCode = status;
    }
}
