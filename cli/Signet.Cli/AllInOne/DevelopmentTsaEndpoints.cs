using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Signet.Cli.AllInOne;

/// <summary>Serves the development authority over HTTP (RFC 3161, section 3.4).</summary>
internal static class DevelopmentTsaEndpoints
{
    public const string DefaultPattern = "/tsa";

    private const string QueryType = "application/timestamp-query";
    private const string ReplyType = "application/timestamp-reply";
    private const int MaxQueryOctets = 4096;

    public static IEndpointConventionBuilder MapDevelopmentTsa(
        this IEndpointRouteBuilder endpoints, DevelopmentTsa tsa, string pattern = DefaultPattern) =>
        endpoints.MapPost(pattern, (RequestDelegate)(context => RespondAsync(context, tsa)));

    private static async Task RespondAsync(HttpContext context, DevelopmentTsa tsa)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals(QueryType, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        var buffer = new byte[MaxQueryOctets + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > MaxQueryOctets)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        byte[] reply = tsa.Respond(buffer.AsSpan(0, length));
        context.Response.ContentType = ReplyType;
        context.Response.ContentLength = reply.Length;
        await context.Response.Body.WriteAsync(reply, context.RequestAborted);
    }
}
