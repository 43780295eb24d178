using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Verifier;

namespace Signet.Bench.Stored;

/// <summary>
/// <c>s3 LOCATION SETTINGS [entries [rounds]]</c>: verifying a log in S3 in full, with every version and lock, against reading the same objects and
/// nothing else, as many at a time, by Amazon's client as it comes and by the verifier's own reader. All in turns; the medians count. The log is
/// written first, entries of a kilobyte.
/// </summary>
internal static class S3Command
{
    private const int Entries = 65_536;
    private const int Rounds = 7;
    private const int AtATime = 16;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var location, var file, ..])
        {
            await Console.Error.WriteLineAsync("s3 LOCATION SETTINGS [entries [rounds]]");
            return 2;
        }

        var settings = JsonSerializer.Deserialize<S3Settings>(await File.ReadAllTextAsync(file), Json)!;
        var entries = args.Length > 2 ? Number(args[2]) : Entries;
        var rounds = args.Length > 3 ? Number(args[3]) : Rounds;
        var reader = StoreLocation.OpenReader(location, settings, TimeProvider.System);
        if (await reader.Segments.FindLastSegmentAsync(SampleLog.LogId, default) is null)
        {
            var store = await StoreLocation.OpenWriterAsync(location, settings, TimeProvider.System, default);
            await StoredLog.WriteAsync(store.Segments, entries, SampleEvents.Kilobyte);
        }

        using var client = new PlainReader(location, settings);
        var octets = 0L;
        TimedRun[] runs =
        [
            new("reading alone, Amazon's client as it comes", async () => octets = await ReadAllAsync(reader.History!, client.ReadAsync)),
            new("reading alone, the verifier's reader", () => ReadAllAsync(reader.History!, async version =>
                (await reader.History!.ReadVersionAsync(SampleLog.LogId, version.Segment, version.VersionId, default))!.Octets.Length)),
            new($"verifying {entries:#,##0} entries, without the producer's secret", () => VerifyAsync(StoredLog.Trust)),
            new($"verifying {entries:#,##0} entries", () => VerifyAsync(StoredLog.FullTrust)),
        ];
        for (var round = -1; round < rounds; round++)
        {
            foreach (var run in runs)
            {
                await run.RunAsync(counts: round >= 0);
            }
        }

        Console.WriteLine("| Run | Seconds | CPU seconds | MB/s | Verifying, of its rate | Without the producer's secret |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var run in runs)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {run.Name} | {run.Seconds:0.000} | {run.CpuSeconds:0.000} | {octets / 1e6 / run.Seconds:0} | {run.Seconds / runs[3].Seconds:0.00} | {run.Seconds / runs[2].Seconds:0.00} |"));
        }

        return 0;

        async Task VerifyAsync(LogTrust trust) => Expect.Clean(
            await LogVerifier.WalkAsync(reader.Segments, reader.Derived, trust, SampleEvents.Start, new WalkOptions(), default), entries);
    }

    private static async Task<long> ReadAllAsync(ISegmentHistory history, Func<SegmentVersion, Task<long>> read)
    {
        var (pending, octets) = (new Queue<Task<long>>(), 0L);
        await foreach (var version in history.ListVersionsAsync(SampleLog.LogId, default))
        {
            if (pending.Count == AtATime)
            {
                octets += await pending.Dequeue();
            }

            pending.Enqueue(read(version));
        }

        foreach (var last in pending)
        {
            octets += await last;
        }

        return octets;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
