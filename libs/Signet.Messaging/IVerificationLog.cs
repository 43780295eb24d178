using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>Where a verifier's report is entered in the log that it is about.</summary>
public interface IVerificationLog
{
    /// <summary>Returns when the <c>verification</c> entry is stored.</summary>
    /// <param name="report">The report, signed by a key that the log knows for the verifier's name.</param>
    /// <param name="cancellationToken">Ends the wait, not necessarily the chaining.</param>
    /// <exception cref="ArgumentException">The auditor refuses the report: it is not of this log, or no such key signed it.</exception>
    /// <exception cref="IOException">It can't be entered now: the auditor is away, or took a report in a moment ago.</exception>
    ValueTask SubmitAsync(VerificationBody report, CancellationToken cancellationToken);
}
