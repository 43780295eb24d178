using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Signet.Cli.AllInOne;
using Signet.Storage;
using Signet.Storage.Directories;
using Signet.Storage.S3;

namespace Signet.Cli.Diagnosis;

/// <summary>
/// Whether the store can be read, what it protects, and, if probes may be written, whether it is write-once: an S3 store as at a writer's start, a
/// directory by two writes to one slot of a store beside it that is removed again.
/// </summary>
internal sealed class StoreExaminer(DoctorOptions options, Asking asking) : IExaminer
{
    private const string ProbeLog = "signet-doctor";

    public string Area => "store";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Log is not { } log)
        {
            yield return Finding.Skipped(Area, "no store was given", "Give a data directory or a store as LOG.");
            yield break;
        }

        var choice = IsDataDirectory(log) ? StoreChoice.Of(Path.GetFullPath(log)) : new StoreChoice(log, options.S3 ?? new S3Settings());
        yield return await ReadAsync(choice, cancellationToken);
        if (StoreLocation.IsS3(choice.Location) && choice.S3.Endpoint is { } endpoint)
        {
            // Refused without a signature, and dated all the same: what counts is the server's clock, which signatures and locks go by.
            await asking.GetAsync(new Uri(endpoint, "/"), cancellationToken);
        }

        if (!options.MayWrite)
        {
            yield return Finding.Skipped(Area, "nothing was written: whether it is write-once wasn't tried", "Use --write-probes with the writer's rights.");
            yield break;
        }

        yield return await WriteAsync(choice, cancellationToken);
    }

    public static bool IsDataDirectory(string log) => !StoreLocation.IsS3(log) && File.Exists(Path.Combine(log, DataDirectory.MarkerName));

    private async Task<Finding> ReadAsync(StoreChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            var store = await choice.OpenReaderAsync();
            var logs = new List<string>();
            await foreach (var log in store.Segments.ListLogsAsync(cancellationToken))
            {
                logs.Add(log);
            }

            foreach (var log in logs)
            {
                if (await store.Segments.FindLastSegmentAsync(log, cancellationToken) is { } last &&
                    await store.Segments.ReadSegmentAsync(log, last, cancellationToken) is null)
                {
                    return Finding.Failure(Area, $"the last segment of {log} can't be read", "Run `signet audit verify`.");
                }
            }

            return store.Segments.Protection == StoreProtection.ObjectLock
                ? Finding.Good(Area, $"{choice.Location} can be read and holds {logs.Count} logs under Object Lock")
                : Finding.Warning(
                    Area, $"{choice.Location} can be read, holds {logs.Count} logs, and is not write-protected",
                    "Keep logs that have to convince others in S3 with Object Lock (--store s3://…).");
        }
        catch (Exception exception) when (exception is StoreException or UserErrorException)
        {
            return Finding.Failure(Area, $"{choice.Location} can't be read: {exception.Message}", "Check the path or bucket, its rights, and --s3.");
        }
    }

    private async Task<Finding> WriteAsync(StoreChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            if (StoreLocation.IsS3(choice.Location))
            {
                await StoreLocation.OpenWriterAsync(choice.Location, choice.S3, TimeProvider.System, cancellationToken);
                return Finding.Good(Area, "the store locks, keeps what is locked, and lets one of several writers create an object");
            }

            return await WriteBesideAsync(Path.GetFullPath(choice.Location), cancellationToken);
        }
        catch (Exception exception) when (exception is StoreException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Finding.Failure(Area, $"{choice.Location} can't be written, or doesn't hold what it has to: {exception.Message}", "Do what the message says before a writer starts.");
        }
    }

    private async Task<Finding> WriteBesideAsync(string store, CancellationToken cancellationToken)
    {
        // On the same file system, and in none of the store's own directories.
        var beside = $"{store.TrimEnd(Path.DirectorySeparatorChar)}.doctor-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        try
        {
            var probe = DirectoryStore.Open(beside);
            var first = await probe.CreateSegmentAsync(ProbeLog, 0, "one"u8.ToArray(), cancellationToken);
            var second = await probe.CreateSegmentAsync(ProbeLog, 0, "two"u8.ToArray(), cancellationToken);
            var kept = await probe.ReadSegmentAsync(ProbeLog, 0, cancellationToken);
            return first == SlotOutcome.Created && second == SlotOutcome.Occupied && kept is { } octets && octets.Span.SequenceEqual("one"u8)
                ? Finding.Good(Area, "a slot of the file system is filled once")
                : Finding.Failure(Area, "a slot of the file system was filled twice", "Use a local POSIX file system: this one doesn't honour link(2).");
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }
}
