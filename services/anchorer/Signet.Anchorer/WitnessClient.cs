using System.Net;
using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Witnesses;
using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>Takes the newest checkpoint to one witness (C2SP tlog-witness) and has the cosigned note kept.</summary>
/// <remarks>
/// :: Step 1: Ask the auditor for the newest checkpoint with the proof from the size that the witness saw last.
/// :: Step 2: Send it. A witness that has seen another size says which; that is asked once more.
/// :: Step 3: Keep the note with the cosignature, if that is right.
/// The size is remembered in memory alone: after a restart the witness says it.
/// </remarks>
internal sealed class WitnessClient(WitnessEndpoint witness, IWitnessedLog log, HttpClient http)
{
    private const string SizeMediaType = "text/x.tlog.size";

    private readonly Uri _url = new(witness.Url.AbsoluteUri.TrimEnd('/') + "/add-checkpoint");
    private long _seen;
    private bool _cosigned;

    /// <summary>The size that the witness cosigned last, as far as is known.</summary>
    public long Seen => _seen;

    /// <exception cref="HttpRequestException">The witness can't be reached.</exception>
    /// <exception cref="IOException">The auditor can't be reached, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or the caller gave up.</exception>
    public async Task<WitnessResult> AdvanceAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            // :: Step 1
            if (await log.NextAsync(_seen, cancellationToken) is not { } request)
            {
                // The log is shorter than what the witness saw.
                return WitnessResult.Disagrees;
            }

            if (!TryRead(request, out Checkpoint? checkpoint))
            {
                return WitnessResult.Refused;
            }

            if (_cosigned && checkpoint!.Size == _seen)
            {
                return WitnessResult.Idle;
            }

            // :: Step 2
            (HttpStatusCode status, string? mediaType, string answer) = await PostAsync(request, cancellationToken);
            switch (status)
            {
                case HttpStatusCode.OK:
                    return await KeepAsync(request, checkpoint!, answer, cancellationToken);
                case HttpStatusCode.Conflict when mediaType == SizeMediaType && attempt == 0 && answer.EndsWith('\n')
                    && AddCheckpointRequest.TryParseSize(answer[..^1], out long size) && size != _seen:
                    _seen = size;
                    continue;
                case HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    return WitnessResult.Disagrees;
                default:
                    return WitnessResult.Refused;
            }
        }

        return WitnessResult.Refused;
    }

    private static bool TryRead(AddCheckpointRequest request, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        int end = request.Note.Span.IndexOf("\n\n"u8);
        return end >= 0 && Checkpoint.TryReadText(Encoding.UTF8.GetString(request.Note.Span[..(end + 1)]), out checkpoint);
    }

    // :: Step 3
    private async Task<WitnessResult> KeepAsync(
        AddCheckpointRequest request, Checkpoint checkpoint, string answer, CancellationToken cancellationToken)
    {
        if (Cosignature.Find(answer, checkpoint.Text, witness.Key, out _) is not { } line)
        {
            return WitnessResult.Unsigned;
        }

        _seen = checkpoint.Size;
        byte[] note = [.. request.Note.Span, .. Encoding.UTF8.GetBytes(line)];
        await log.KeepAsync(witness.Name, note, cancellationToken);
        _cosigned = true;
        return WitnessResult.Cosigned;
    }

    private async Task<(HttpStatusCode Status, string? MediaType, string Answer)> PostAsync(
        AddCheckpointRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(request.Write()) };
        using HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var octets = new byte[Cosignature.MaxAnswerOctets];
        int length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(octets, 0, length));
    }
}
