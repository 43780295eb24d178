using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>An answer of signet's own.</summary>
internal sealed record JsonAnswer(int Status, byte[] Body)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In whole seconds, for <c>Retry-After</c>.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <summary>The methods that would have been right, for <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    /// <summary>The content codings that would have been right, for <c>Accept-Encoding</c>.</summary>
    public string? AcceptEncoding { get; init; }

    /// <summary>An error with a stable token.</summary>
    public static JsonAnswer Error(int status, string error, string correlationId, params (string Name, string? Value)[] more) =>
        new(status, Write([("error", error), ("correlation_id", correlationId), .. more]));

    /// <summary>The answer to a refused or escalated request.</summary>
    public static JsonAnswer Refusal(StageOutcome outcome, GatedRequest request, bool verbose, PendingApproval? approval)
    {
        var escalated = outcome.Effective == Decision.Escalate;
        var retry = outcome.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : (long?)null;
        var status = escalated ? StatusCodes.Status202Accepted
            : retry is not null ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden;
        return new JsonAnswer(status, RefusalBody.Write(outcome, request, verbose, approval))
        {
            RetryAfterSeconds = escalated ? null : retry,
        };
    }

    /// <summary>Sends it; a caller that has gone is no error.</summary>
    public async ValueTask SendAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (AcceptEncoding is not null)
        {
            response.Headers.AcceptEncoding = AcceptEncoding;
        }

        await TrySendAsync(http, Body);
    }

    /// <summary>Sends octets; a caller that has gone is no error.</summary>
    public static async ValueTask TrySendAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        try
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            http.Abort();
        }
    }

    public static byte[] Write(IEnumerable<(string Name, string? Value)> members)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
