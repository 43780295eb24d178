using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Signet.Ledger.Events;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>
/// The body that tells a caller of a refusal or an escalation. Of an approval it has all that one will need, which the record holds too and
/// the caller could read there.
/// </summary>
internal static class RefusalBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(StageOutcome outcome, GatedRequest request, bool verbose, PendingApproval? approval)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            if (outcome.Effective == Decision.Escalate)
            {
                writer.WriteString("status", "escalated");
            }
            else
            {
                writer.WriteString("error", "refused");
            }

            writer.WriteString("correlation_id", request.Id);
            if (verbose)
            {
                writer.WriteString("reason", outcome.Reason);
                writer.WriteString("check", outcome.Check);
                writer.WriteString("stage", EventWords.Of(Words.Of(outcome.Stage)));
            }

            if (approval is not null)
            {
                Write(writer, approval, request);
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PendingApproval approval, GatedRequest request)
    {
        writer.WriteStartObject("approval");
        writer.WriteString("id", approval.Id);
        writer.WriteString("expires_at", approval.ExpiresAtText);
        writer.WriteStartArray("approvers");
        foreach (var approver in approval.Request.Approvers)
        {
            writer.WriteStringValue(approver);
        }

        writer.WriteEndArray();
        writer.WriteNumber("quorum", approval.Request.Quorum);
        writer.WriteString("request_sha256", request.BodySha256.ToString());
        writer.WriteString("policy_sha256", request.Policy.Sha256.ToString());
        writer.WriteEndObject();
    }
}
