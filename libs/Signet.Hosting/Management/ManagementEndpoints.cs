using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Hosting.Management;

/// <summary>The endpoints of the management port.</summary>
internal sealed class ManagementEndpoints
{
    /// <summary>How long all readiness checks may take together before the answer is "not ready".</summary>
    private static readonly TimeSpan ReadinessTimeout = TimeSpan.FromSeconds(5);

    private readonly ServiceIdentity _identity;
    private readonly HealthCheckService _health;
    private readonly TimeProvider _time;

    public ManagementEndpoints(IServiceProvider services)
    {
        _identity = services.GetRequiredService<ServiceIdentity>();
        _health = services.GetRequiredService<HealthCheckService>();
        _time = services.GetRequiredService<TimeProvider>();
    }

    public void Map(IApplicationBuilder app)
    {
        app.Use(next => context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return Task.CompletedTask;
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == "/metrics");
        app.Run(context => context.Request.Path.Value switch
        {
            "/healthz" => AnswerAsync(context, StatusCodes.Status200OK, ManagementAnswers.Alive(_identity)),
            "/version" => AnswerAsync(context, StatusCodes.Status200OK, ManagementAnswers.Version(_identity)),
            "/readyz" => AnswerReadinessAsync(context),
            _ => NotFound(context),
        });
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private async Task AnswerReadinessAsync(HttpContext context)
    {
        HealthReport? report = await CheckAsync(context.RequestAborted);
        bool ready = report is { Status: not HealthStatus.Unhealthy };
        await AnswerAsync(
            context,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            ManagementAnswers.Readiness(_identity, report));
    }

    /// <summary>Null when the checks took too long: a check that hangs, and hears no cancellation, must not hang the probe.</summary>
    private async Task<HealthReport?> CheckAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<HealthReport> checks = Task.Run(
            () => _health.CheckHealthAsync(check => check.Tags.Contains(ReadinessTag.Name), limit.Token), cancellationToken);
        try
        {
            return await checks.WaitAsync(ReadinessTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return null;
        }
    }
}
