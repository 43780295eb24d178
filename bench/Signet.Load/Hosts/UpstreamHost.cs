using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Signet.Load.Scenarios;

namespace Signet.Load.Hosts;

/// <summary>
/// The mock upstream: answers made once and sent as they are. Which one is told by a header field that crosses every system under
/// test.
/// </summary>
internal static class UpstreamHost
{
    public static WebApplication Build()
    {
        var app = PlainHost.CreateBuilder().Build();
        app.Run(AnswerAsync);
        return app;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        await DrainAsync(http.Request.BodyReader);
        switch (http.Request.Headers[Payloads.KindHeader].ToString())
        {
            case Payloads.Unary:
                http.Response.ContentType = "application/json";
                http.Response.ContentLength = Payloads.Answer.Length;
                await http.Response.BodyWriter.WriteAsync(Payloads.Answer);
                break;
            case Payloads.Burst:
                http.Response.ContentType = "text/event-stream";
                await http.Response.BodyWriter.WriteAsync(Payloads.WholeStream);
                break;
            case Payloads.Paced:
                http.Response.ContentType = "text/event-stream";
                await PaceAsync(http, Payloads.Events);
                break;
            case Payloads.First:
                http.Response.ContentType = "text/event-stream";
                await PaceAsync(http, Payloads.ShortStream);
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }
    }

    private static async Task PaceAsync(HttpContext http, ReadOnlyMemory<byte>[] events)
    {
        using var timer = new PeriodicTimer(Payloads.Pause);
        await http.Response.BodyWriter.WriteAsync(events[0], http.RequestAborted);
        for (var i = 1; i < events.Length; i++)
        {
            await timer.WaitForNextTickAsync(http.RequestAborted);
            await http.Response.BodyWriter.WriteAsync(events[i], http.RequestAborted);
        }
    }

    private static async ValueTask DrainAsync(PipeReader body)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
