using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Signet.Gateway.Flow;
using Signet.Gateway.Preflight;
using Signet.Gateway.Surfaces;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>
/// Tells what policies would make of a request, with the gateway's own routing, preflight, surfaces and admission, and without an
/// upstream or a record.
/// </summary>
public static class PolicyTrial
{
    private static readonly SurfaceRouter Router = MakeRouter();

    /// <summary>Tries a request.</summary>
    /// <param name="policies">The policies. What their checks count, they count.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    public static async Task<PolicyTrialResult> RunAsync(
        PolicySet policies, PolicyTrialRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(request);
        var http = ToHttp(request);
        var path = http.Request.Path.Value ?? "";
        if (Router.Find(http.Request, path, policies.Default.PassesUnknownPaths, out _) is not { } surface)
        {
            return new PolicyTrialResult { Refusal = "endpoint_not_gated" };
        }

        var passesUnknown = policies.Default.PassesUnknown || policies.Default.Shadow;
        var ((read, root, refusal), _) = RequestHandler.Preflight(http.Request, surface, new RequestBody(request.Body, null), passesUnknown);
        if (refusal is not null)
        {
            return new PolicyTrialResult { Surface = surface.Name, Refusal = refusal.Error };
        }

        var context = CheckView.Of(http.Request, surface, read!, root, request.Body.Span, request.Upstream, source: null, request.Workload);
        var (policy, outcome) = await policies.AdmitAsync(context, cancellationToken);
        policies.Select(context, out var because);
        return new PolicyTrialResult
        {
            Surface = surface.Name,
            Model = context.Model,
            Items = context.Content.Count,
            Owner = context.Owner,
            Policy = policy,
            Because = because,
            Admission = outcome,
        };
    }

    private static DefaultHttpContext ToHttp(PolicyTrialRequest request)
    {
        DefaultHttpContext http = new();
        http.Request.Method = request.Method;
        http.Request.Path = request.Path;
        foreach (var (name, value) in request.Headers)
        {
            http.Request.Headers.Append(name, value);
        }

        return http;
    }

    private static SurfaceRouter MakeRouter()
    {
        using var services = new ServiceCollection().AddGateway(_ => { }).BuildServiceProvider();
        return services.GetRequiredService<SurfaceRouter>();
    }
}
