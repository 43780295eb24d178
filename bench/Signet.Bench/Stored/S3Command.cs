using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Verifier;

namespace Signet.Bench.Stored;

/// <summary>
/// <c>s3 LOCATION SETTINGS [entries [rounds]]</c>: verifying a log in S3 in full, with every version and lock, against reading the same objects and
/// nothing else, as many at a time. Both in turns; the medians count. The log is written first, entries of a kilobyte.
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

        var (reads, verifications, octets) = (new List<double>(), new List<double>(), 0L);
        for (var round = -1; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            octets = await ReadAsync(reader.History!);
            var read = Stopwatch.GetElapsedTime(began).TotalSeconds;
            began = Stopwatch.GetTimestamp();
            Expect.Clean(
                await LogVerifier.WalkAsync(reader.Segments, reader.Derived, StoredLog.Trust, SampleEvents.Start, new WalkOptions(), default), entries);
            var verified = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (round >= 0)
            {
                reads.Add(read);
                verifications.Add(verified);
            }
        }

        var (readSeconds, verifySeconds) = (Median(reads), Median(verifications));
        Console.WriteLine("| Entries | Octets | Reading alone, s | MB/s | Verifying, s | MB/s | Rate |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {entries:#,##0} | {octets:#,##0} | {readSeconds:0.00} | {octets / 1e6 / readSeconds:0} | {verifySeconds:0.00} | {octets / 1e6 / verifySeconds:0} | {readSeconds / verifySeconds:0.00} |"));
        return 0;
    }

    private static async Task<long> ReadAsync(ISegmentHistory history)
    {
        var (pending, octets) = (new Queue<Task<ReadOnlyMemory<byte>?>>(), 0L);
        await foreach (var version in history.ListVersionsAsync(SampleLog.LogId, default))
        {
            if (pending.Count == AtATime)
            {
                octets += (await pending.Dequeue())!.Value.Length;
            }

            pending.Enqueue(history.ReadVersionAsync(SampleLog.LogId, version.Segment, version.VersionId, default).AsTask());
        }

        foreach (var last in pending)
        {
            octets += (await last)!.Value.Length;
        }

        return octets;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
