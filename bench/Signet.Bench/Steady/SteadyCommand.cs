using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Auditor;
using Signet.Auditor.Intake;
using Signet.Auditor.Publishing;
using Signet.Bench.Commits;
using Signet.Hosting;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Directories;

namespace Signet.Bench.Steady;

/// <summary>
/// <c>steady [seconds [events a second]]</c>: the memory of a whole auditor, with its publisher and its indices, that takes events of a kilobyte at a
/// constant rate, checks their signatures and stores them in a directory; 10 minutes at 8,000 a second, 6 GB, unless said otherwise. The sender is in
/// the same process.
/// </summary>
internal static class SteadyCommand
{
    private const string Producer = "gateway-0";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Row = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? Number(args[0]) : 600;
        var rate = args.Length > 1 ? Number(args[1]) : 8_000;
        var directory = Directory.CreateTempSubdirectory("signet-bench-");
        try
        {
            await using var auditor = Build(directory.FullName);
            await auditor.StartAsync();
            var head = auditor.Services.GetRequiredService<LogHead>();
            await head.WaitBeyondAsync(0, CancellationToken.None);
            await RunAsync(auditor.Services.GetRequiredService<CommitIntake>(), TimeSpan.FromSeconds(seconds), (int)(rate * Beat.TotalSeconds));
            await auditor.StopAsync();
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task RunAsync(CommitIntake intake, TimeSpan time, int atOnce)
    {
        using var signer = CommitSigner.Create(SampleLog.LogId, "key-0", EventSignature.Ed25519Tree);
        await intake.EnrolAsync(new ProducerEnrolment(Producer, signer.KeyId, signer.Alg, signer.PublicKey, "a bench"), CancellationToken.None);
        Console.WriteLine("| Seconds | Entries | Resident, most (MB) | GC heap, most (MB) | GC heap after a collection, least (MB) |");
        Console.WriteLine("|--:|--:|--:|--:|--:|");
        using var beat = new PeriodicTimer(Beat);
        var epoch = Guid.CreateVersion7();
        var (began, sent) = (Stopwatch.GetTimestamp(), 0L);
        var minute = new MemoryRow();

        // A run that is only tried has a row as well.
        var every = time < Row ? time / 2 : Row;
        for (var row = every; Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < time;)
        {
            await beat.WaitForNextTickAsync();
            while (sent < atOnce * (Stopwatch.GetElapsedTime(began) / Beat))
            {
                var outcomes = await intake.AcceptAsync(Batch(signer, epoch, sent, atOnce), CancellationToken.None);
                if (outcomes.Any(outcome => outcome != CommitOutcome.Recorded))
                {
                    throw new InvalidOperationException($"Events {sent} to {sent + atOnce}: {string.Join(", ", outcomes.Distinct())}.");
                }

                sent += atOnce;
                minute.Look();
            }

            if (elapsed >= row)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {elapsed.TotalSeconds:0} | {sent:#,##0} | {minute} |"));
                (minute, row) = (new MemoryRow(), row + every);
            }
        }
    }

    private static ReadOnlyMemory<byte>[] Batch(CommitSigner signer, Guid epoch, long from, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var events = new UnsignedEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = new UnsignedEvent(SampleEvents.Kilobyte(from + i) with { Id = Guid.CreateVersion7(now), OccurredAt = now, Producer = new ProducerPosition(Producer, epoch, from + i) });
        }

        return [.. signer.SignBatch(events).Select(signed => signed.Wire)];
    }

    private static WebApplication Build(string log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSignetDefaults("auditor");
        builder.Logging.ClearProviders();
        var store = DirectoryStore.Open(log);
        builder.Services.AddSingleton<ISegmentStore>(store);
        builder.Services.AddSingleton<IDerivedStore>(store);
        builder.Services.AddAuditor(DirectoryPath.OptionsOf());
        return builder.Build();
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
