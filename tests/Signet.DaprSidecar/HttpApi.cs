namespace Signet.DaprSidecar;

/// <summary>The part of the HTTP API that signet uses, and below <c>/standin</c> what tests ask of the stand-in itself.</summary>
internal sealed class HttpApi(SidecarOptions options, AppChannel app, FaultInjector faults, Statistics statistics, Subscriber subscriber) : IDisposable
{
    private readonly HttpClient _peers = new(new SocketsHttpHandler { UseProxy = false });

    public void Map(WebApplication web)
    {
        web.MapGet("/v1.0/healthz", () => Results.NoContent());
        web.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
        web.Map("/v1.0/invoke/{appId}/method/{**path}", InvokeAsync);
        web.MapGet("/standin/statistics", statistics.Read);
        web.MapGet("/standin/faults", () => faults.Rates);
        web.MapPut("/standin/faults", (FaultRates rates) => Results.Ok(faults.Rates = rates));
        web.MapPost("/standin/restart", () =>
        {
            subscriber.Restart();
            return Results.Ok();
        });
    }

    public void Dispose() => _peers.Dispose();

    private async Task InvokeAsync(HttpContext context, string appId, string? path)
    {
        if (options.ApiToken.Length > 0 && context.Request.Headers["dapr-api-token"] != options.ApiToken)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var method = new HttpMethod(context.Request.Method);
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            using var content = new ByteArrayContent(body.ToArray());
            if (context.Request.ContentType is { } type)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var answer = appId == options.AppId
                ? await app.SendAsync(method, "/" + path + context.Request.QueryString, content, context.RequestAborted)
                : await SendToPeerAsync(method, appId, context.Request.Path + context.Request.QueryString, content, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            if (answer.Content.Headers.ContentType is { } answered)
            {
                context.Response.ContentType = answered.ToString();
            }

            if (answer.StatusCode != System.Net.HttpStatusCode.NoContent)
            {
                await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsJsonAsync(new { errorCode = "ERR_DIRECT_INVOKE", message = "failed to invoke" }, context.RequestAborted);
        }
    }

    private Task<HttpResponseMessage> SendToPeerAsync(HttpMethod method, string appId, string path, HttpContent content, CancellationToken cancellationToken)
    {
        var peer = options.Peers.TryGetValue(appId, out var known) ? known : throw new HttpRequestException("no such app");
        var request = new HttpRequestMessage(method, new Uri(peer, path)) { Content = content };

        // Between sidecars daprd has certificates; here they share a token.
        request.Headers.TryAddWithoutValidation("dapr-api-token", options.ApiToken);
        return _peers.SendAsync(request, cancellationToken);
    }
}
