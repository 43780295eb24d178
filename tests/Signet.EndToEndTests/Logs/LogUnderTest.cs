using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Storage.Directories;
using Signet.Verifier;

namespace Signet.EndToEndTests.Logs;

/// <summary>What stands in the log of a data directory, read from the disk.</summary>
internal sealed class LogUnderTest
{
    private readonly Dictionary<Guid, (Digest Digest, long Seq)> _events = [];
    private readonly Dictionary<string, byte[]> _keys = [];

    private LogUnderTest(VerificationReport report) => Report = report;

    public VerificationReport Report { get; }

    public List<Entry> Entries { get; } = [];

    public static async Task<LogUnderTest> ReadAsync(string data, CancellationToken cancellationToken)
    {
        var reader = DirectoryReader.Open(DataDirectory.StorePath(data));
        var report = await LogVerifier.VerifyAsync(
            reader, reader, DataTrust.Load(data), TimeProvider.System.GetUtcNow(), null, cancellationToken);
        var log = new LogUnderTest(report);
        await foreach (var stored in LogEntries.ReadAsync(reader, DataDirectory.ReadLogId(data), 0, cancellationToken))
        {
            log.Add(stored.Entry);
        }

        return log;
    }

    /// <summary>Clean in full, with the keys and the checkpoint.</summary>
    public void AssertClean()
    {
        Assert.Empty(Report.Findings);
        Assert.Equal(VerificationResult.Clean, Report.Result);
        Assert.True(Report.Full);
    }

    /// <summary>The promised event stands in the log, with the promised octets, and the promise is the gateway's.</summary>
    public void AssertKept(string receipt)
    {
        Assert.True(PromiseReceipt.TryParse(receipt, out var promise), receipt);
        Assert.True(_events.TryGetValue(promise!.Entry, out var found), $"LOST: {receipt}");
        Assert.Equal(promise.Digest, found.Digest);
        Assert.True(promise.Verify(_keys[promise.Signature.KeyId]), receipt);
    }

    private void Add(Entry entry)
    {
        Entries.Add(entry);
        if (entry.Body is ProducerKeyBody { PublicKey: { } octets } key)
        {
            _keys[key.KeyId] = octets.ToArray();
        }
        else if (entry.Body is CommitBody { SignedEvent: { } signed })
        {
            _events[signed.Event.Id] = (signed.Digest, entry.Seq);
        }
    }
}
