using System.Globalization;
using System.Text;
using NSec.Cryptography;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Ledger.Verification;

/// <summary>
/// The signature of a verifier's report in the log: Ed25519 by a key that a <c>producer_key</c> entry enrolled for the verifier's name, over
/// <c>"signet/verification/v1\n" || log_id || "\n" || verifier || "\n" || through_seq || "\n" || root || "\n" || result || "\n" ||
/// findings || "\n" || report_sha256 || "\n"</c>, numbers in decimal, digests in hexadecimal.
/// </summary>
public static class VerificationStatement
{
    /// <summary>Signs what a verification found.</summary>
    /// <param name="logId">The log.</param>
    /// <param name="report">What was found; its signature is put in place.</param>
    /// <param name="seed">The verifier's Ed25519 seed: 32 octets (RFC 8032).</param>
    /// <exception cref="ArgumentException">The result isn't a word.</exception>
    /// <exception cref="FormatException">The seed doesn't have 32 octets.</exception>
    public static VerificationBody Sign(string logId, VerificationBody report, ReadOnlySpan<byte> seed)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Result.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("A result is a word.", nameof(report));
        }

        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return report with { Sig = SignatureAlgorithm.Ed25519.Sign(key, Message(logId, report)) };
    }

    /// <summary>True when the holder of the verifier's key signed the report.</summary>
    public static bool Verify(string logId, VerificationBody report, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(report);
        return !report.Result.Contains('\n', StringComparison.Ordinal) &&
            CommitVerifier.Check(Message(logId, report), report.Sig.Span, CommitVerifier.Import(publicKey));
    }

    private static byte[] Message(string logId, VerificationBody report) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"signet/verification/v1\n{logId}\n{report.Verifier}\n{report.ThroughSeq}\n{report.Root}\n{report.Result}\n{report.Findings}\n{report.ReportSha256}\n"));
}
