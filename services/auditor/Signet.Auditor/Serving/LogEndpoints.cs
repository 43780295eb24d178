using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Ledger.Tiles;
using Signet.Storage;

namespace Signet.Auditor.Serving;

/// <summary>
/// The read-only log service: checkpoint, tiles and bundles as C2SP tlog-tiles has them, proofs, receipts and keys. What is final is said
/// to be for ever, so that caches in between take most of the reads.
/// </summary>
internal static class LogEndpoints
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Octets = "application/octet-stream";
    private const string Json = "application/json";
    private const string Final = "public, max-age=31536000, immutable";
    private const string Moment = "public, max-age=1";
    private const string Minute = "public, max-age=60";
    private const string Never = "no-store";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var limiter = endpoints.ServiceProvider.GetRequiredService<ReadLimiter>();
        var reads = endpoints.MapGroup("").AddEndpointFilter(limiter.Of(1));
        reads.MapGet("/log/checkpoint", (HttpContext http, LogPublisher publisher) =>
            publisher.Published is { Note: var note } ? Answer(http, note.ToArray(), Text, Moment) : Results.NotFound());
        reads.MapGet("/log/checkpoints/{size}", CheckpointAsync);
        reads.MapGet("/log/tile/{**rest}", TileAsync);
        reads.MapGet("/log/witness/{name}", async (HttpContext http, string name, WitnessedNotes notes) =>
            await notes.FindAsync(name, http.RequestAborted) is { } note ? Answer(http, note, Text, Moment) : Results.NotFound());
        reads.MapGet("/.well-known/signet/keys", KeysAsync);
        var proofs = endpoints.MapGroup("").AddEndpointFilter(limiter.Of(ReadLimiter.ProofCost));
        proofs.MapGet("/log/proof/inclusion", InclusionAsync);
        proofs.MapGet("/log/proof/consistency", ConsistencyAsync);
        proofs.MapGet("/log/receipts/{id:guid}", async (HttpContext http, Guid id, LogProofs log) =>
            await log.ReceiptAsync(id, http.RequestAborted) is { } receipt ? Answer(http, receipt.ToString()) : Results.NotFound());
        proofs.MapGet("/log/receipts/{id:guid}/anchored", async (HttpContext http, Guid id, LogProofs log) =>
            await log.AnchoredAsync(id, http.RequestAborted) is { } receipt ? Answer(http, receipt.ToString()) : Results.NotFound());
    }

    private static async Task<IResult> CheckpointAsync(HttpContext http, string size, IDerivedStore derived, AuditorOptions options)
    {
        if (!TryNumber(size, out var number))
        {
            return Results.BadRequest();
        }

        return await derived.ReadAsync(options.LogId, DerivedObjects.CheckpointName(number), http.RequestAborted) is { } note
            ? Answer(http, note.ToArray(), Text, Final)
            : Results.NotFound();
    }

    private static async Task<IResult> TileAsync(HttpContext http, string rest, LogPublisher publisher, IDerivedStore derived, AuditorOptions options)
    {
        if (!TilePath.TryParse("tile/" + rest, out var path))
        {
            return Results.BadRequest();
        }

        return publisher.Published is not null &&
            await derived.ReadAsync(options.LogId, path.ToString(), http.RequestAborted) is { } octets
            ? Answer(http, octets.ToArray(), Octets, Final)
            : Results.NotFound();
    }

    private static async Task<IResult> InclusionAsync(HttpContext http, LogProofs log, LogPublisher publisher)
    {
        if (publisher.Published is not { } published)
        {
            return Results.NotFound();
        }

        if (!TryNumber(http, "index", null, out var index) || !TryNumber(http, "size", published.Size, out var size) || index >= size)
        {
            return Results.BadRequest();
        }

        return await log.InclusionAsync(index, size, http.RequestAborted) is { } proof
            ? Answer(http, ProofJson.Inclusion(index, proof.Tree, proof.Path), Json, Final)
            : Results.NotFound();
    }

    private static async Task<IResult> ConsistencyAsync(HttpContext http, LogProofs log, LogPublisher publisher)
    {
        if (publisher.Published is not { } published)
        {
            return Results.NotFound();
        }

        if (!TryNumber(http, "from", null, out var from) || !TryNumber(http, "size", published.Size, out var size) || from < 1 || from > size)
        {
            return Results.BadRequest();
        }

        return await log.ConsistencyAsync(from, size, http.RequestAborted) is { } proof
            ? Answer(http, ProofJson.Consistency(proof.Old, proof.Tree, proof.Path), Json, Final)
            : Results.NotFound();
    }

    private static IResult KeysAsync(HttpContext http, AuditorOptions options, KeyRing ring, LogHead head)
    {
        var after = http.Request.Query["after"];
        if (after.Count > 1 || !TryNumber(http, "limit", KeysJson.MaxKeys, out var limit) || limit is < 1 or > KeysJson.MaxKeys)
        {
            return Results.BadRequest();
        }

        return Answer(http, KeysJson.Write(options.LogId, head.Position?.CheckpointVkey ?? ring.Current.CheckpointVkeyOf(options.LogId), head.Keys.Values, after is [{ } last] ? last : null, (int)limit), Json, Minute);
    }

    private static IResult Answer(HttpContext http, string text) => Answer(http, System.Text.Encoding.UTF8.GetBytes(text), Text, Never);

    private static IResult Answer(HttpContext http, byte[] octets, string type, string cache)
    {
        http.Response.Headers.CacheControl = cache;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(octets, type);
    }

    private static bool TryNumber(HttpContext http, string name, long? otherwise, out long number)
    {
        number = otherwise ?? 0;
        return http.Request.Query[name] switch
        {
            [] => otherwise is not null,
            [{ } text] => TryNumber(text, out number),
            _ => false,
        };
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
