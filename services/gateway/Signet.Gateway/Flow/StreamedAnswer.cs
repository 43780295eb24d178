using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Flow;

/// <summary>Takes an answer through the gate event by event.</summary>
internal sealed class StreamedAnswer
{
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<StreamedAnswer> _logger;

    public StreamedAnswer(IOptions<GatewayOptions> options, TimeProvider time, ILogger<StreamedAnswer> logger) =>
        (_options, _time, _logger) = (options.Value, time, logger);

    public async ValueTask SendAsync(GatedRequest request, ISurface surface, IStreamForm form, HttpResponseMessage answer)
    {
        var http = request.Http;
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await using var upstream = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        using var run = new StreamRun(request, surface, form, _options, _time, _logger);
        await run.RunAsync(upstream);
    }
}
