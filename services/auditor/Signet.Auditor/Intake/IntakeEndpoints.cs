using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor.Enrolment;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>The auditor's intake for services in other processes: events, enrolments and anchors, behind the app API token.</summary>
internal static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/" + CommitBatchFormat.Path, endpoints.ServiceProvider.GetRequiredService<CommitEndpoint>().InvokeAsync);
        var intake = endpoints.MapGroup("").AddEndpointFilter(endpoints.ServiceProvider.GetRequiredService<ApiToken>().RequireAsync);
        intake.MapPost("/" + EnrolmentFormat.Path, (Delegate)EnrolAsync);
        intake.MapGet("/" + AnchorFormat.DutyPath, DutyAsync);
        intake.MapPost("/" + AnchorFormat.RoundPath, (Delegate)SubmitAsync);
        intake.MapPost("/" + VerificationFormat.Path, VerificationEndpoint.InvokeAsync);
        intake.MapPost("/" + AnchorFormat.EvidencePath, (Delegate)KeepEvidenceAsync);
        intake.MapGet("/" + WitnessFormat.CheckpointPath, NextForWitnessAsync);
        intake.MapPost("/" + WitnessFormat.CosignedPath + "/{witness}", (Delegate)KeepCosignedAsync);
    }

    /// <summary>An answer with a body, whatever is wrong.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = reason }, context.RequestAborted);
    }

    private static async Task<IResult> EnrolAsync(HttpContext http)
    {
        if (await ReadAsync(http, EnrolmentFormat.MaxOctets) is not { } body ||
            !EnrolmentFormat.TryParse(body.Span, "", out var enrolment))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        try
        {
            var token = http.Request.Headers[EnrolmentFormat.WorkloadTokenHeader] is [{ } shown] ? shown : null;
            if (await http.RequestServices.GetRequiredService<IEnrolmentAuthority>().AuthoriseAsync(enrolment!, token, http.RequestAborted) is not { } evidence)
            {
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            }

            await http.RequestServices.GetRequiredService<IProducerEnrolment>().EnrolAsync(enrolment! with { Evidence = evidence }, http.RequestAborted);
            return Results.NoContent();
        }
        catch (UnauthorizedAccessException)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }
        catch (IOException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> DutyAsync(IAnchorLog log, CancellationToken cancellationToken) =>
        await log.GetDutyAsync(cancellationToken) is { } duty
            ? Results.Bytes(AnchorFormat.WriteDuty(duty), AnchorFormat.DutyMediaType)
            : Results.NoContent();

    private static async Task<IResult> SubmitAsync(HttpContext http)
    {
        if (await ReadAsync(http, AnchorFormat.MaxRoundOctets) is not { } body || AnchorFormat.ReadRound(body) is not { } round)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        try
        {
            await http.RequestServices.GetRequiredService<IAnchorLog>().SubmitAsync(round, http.RequestAborted);
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

    private static async Task<IResult> KeepEvidenceAsync(HttpContext http) =>
        await ReadAsync(http, AnchorFormat.MaxEvidenceOctets) is { } body && AnchorFormat.ReadEvidence(body.Span) is { } evidence
            ? await KeepAsync(http.RequestServices.GetRequiredService<IAnchorLog>().KeepAsync(evidence, http.RequestAborted))
            : Results.StatusCode(StatusCodes.Status400BadRequest);

    private static async Task<IResult> NextForWitnessAsync(long old, IWitnessedLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await log.NextAsync(old, cancellationToken) is { } request ? Results.Bytes(request.Write(), "text/plain") : Results.NoContent();
        }
        catch (IOException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> KeepCosignedAsync(HttpContext http, string witness) =>
        await ReadAsync(http, WitnessFormat.MaxNoteOctets) is { } note
            ? await KeepAsync(http.RequestServices.GetRequiredService<IWitnessedLog>().KeepAsync(witness, note, http.RequestAborted))
            : Results.StatusCode(StatusCodes.Status400BadRequest);

    private static async Task<IResult> KeepAsync(ValueTask keeping)
    {
        try
        {
            await keeping;
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

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext http, int limit)
    {
        var buffer = new byte[Math.Min(limit, (int)Math.Min(http.Request.ContentLength ?? limit, limit)) + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length < buffer.Length ? buffer.AsMemory(0, length) : null;
    }
}
