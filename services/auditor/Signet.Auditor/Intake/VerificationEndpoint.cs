using Microsoft.AspNetCore.Http;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary><c>POST /verifications</c>: a verifier's report. 204 once it is stored, 400 for what isn't one, 422 for one that is refused, 503 for later.</summary>
internal static class VerificationEndpoint
{
    public static async Task<IResult> InvokeAsync(HttpContext http, IVerificationLog log)
    {
        var buffer = new byte[VerificationFormat.MaxOctets + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (VerificationFormat.Read(buffer.AsMemory(0, length)) is not { } report)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        try
        {
            await log.SubmitAsync(report, http.RequestAborted);
            return Results.NoContent();
        }
        catch (ArgumentException)
        {
            return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        }
        catch (IOException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
