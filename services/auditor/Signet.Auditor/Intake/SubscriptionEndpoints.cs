using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor.Publishing;

namespace Signet.Auditor.Intake;

/// <summary>
/// What a Dapr sidecar asks of an app: its subscriptions, its health, and a place for deliveries. The place is there whether or
/// not this process asks for the subscription itself: one that is declared elsewhere leads to it too.
/// </summary>
internal static class SubscriptionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var subscription = services.GetRequiredService<AuditorOptions>().Subscription;
        var answer = subscription is null ? "[]"u8.ToArray() : subscription.ToJson();
        endpoints.MapPost(DaprSubscriptionOptions.Route, services.GetRequiredService<DeliveryEndpoint>().InvokeAsync);
        var sidecar = endpoints.MapGroup("").AddEndpointFilter(services.GetRequiredService<ApiToken>().RequireAsync);
        sidecar.MapGet("/dapr/subscribe", () => Results.Bytes(answer, "application/json"));
        sidecar.MapGet("/dapr/config", () => Results.Bytes("{}"u8.ToArray(), "application/json"));

        // Asked without a token. While it is unhealthy a sidecar delivers nothing and the broker keeps what there is.
        endpoints.MapGet("/healthz", (LogHead head) => Results.StatusCode(
            head.IsWriting ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));

        // A sidecar takes a 404 for "drop it": a subscription with a wrong route must not lose anything.
        endpoints.MapFallback("{**path}", context => HttpMethods.IsPost(context.Request.Method)
            ? IntakeEndpoints.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "nothing is taken here")
            : IntakeEndpoints.RefuseAsync(context, StatusCodes.Status404NotFound, "there is nothing here"));
    }
}
