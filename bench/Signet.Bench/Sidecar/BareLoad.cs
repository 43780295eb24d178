using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Signet.Bench.Commits;
using Signet.Ledger.Events;
using Signet.Load.Brokers;
using Autogen = Dapr.Client.Autogen.Grpc.v1;

namespace Signet.Bench.Sidecar;

/// <summary>The same payloads as a gateway's, in requests made beforehand: what sidecar and Redis take when their client does nothing.</summary>
internal static class BareLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<string> RunAsync(string name, LocalBroker broker, int batch, int inFlight, TimeSpan time)
    {
        using var channel = GrpcChannel.ForAddress(broker.Endpoint);
        var client = new Autogen.Dapr.DaprClient(channel);
        var request = RequestOf(batch);
        await PublishAsync(client, request, inFlight, WarmUp);
        await broker.SettleAsync();
        using var process = Process.GetCurrentProcess();
        var (octets, cpu, began) = (GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, Stopwatch.GetTimestamp());
        var waits = await PublishAsync(client, request, inFlight, time);
        await broker.SettleAsync();
        var elapsed = Stopwatch.GetElapsedTime(began);
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        octets = GC.GetTotalAllocatedBytes() - octets;
        waits.Sort();
        var count = (double)waits.Count * batch;
        return CommitLoad.Row(
            name, inFlight, count / elapsed.TotalSeconds, cpu.TotalMicroseconds / count, waits[waits.Count / 2].TotalMicroseconds,
            waits[waits.Count * 99 / 100].TotalMicroseconds, octets / count, batch);
    }

    private static Autogen.BulkPublishRequest RequestOf(int batch)
    {
        using var signer = CommitSigner.Create(SampleLog.LogId, "commit-1", EventSignature.Ed25519Tree);
        var request = new Autogen.BulkPublishRequest { PubsubName = "auditbus", Topic = "commit-events" };
        foreach (var signed in signer.SignBatch([.. Enumerable.Range(0, batch).Select(seq => new UnsignedEvent(SampleEvents.Kilobyte(seq)))]))
        {
            var entry = new Autogen.BulkPublishRequestEntry
            {
                EntryId = request.Entries.Count.ToString(CultureInfo.InvariantCulture),
                Event = UnsafeByteOperations.UnsafeWrap(signed.Wire),
                ContentType = "application/octet-stream",
            };
            entry.Metadata.Add("cloudevent.id", $"{SampleEvents.Producer}/{request.Entries.Count}");
            request.Entries.Add(entry);
        }

        return request;
    }

    private static async Task<List<TimeSpan>> PublishAsync(
        Autogen.Dapr.DaprClient client, Autogen.BulkPublishRequest request, int inFlight, TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var waits = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => PublishAsync(client, request, end))));
        return [.. waits.SelectMany(own => own)];
    }

    private static async Task<List<TimeSpan>> PublishAsync(Autogen.Dapr.DaprClient client, Autogen.BulkPublishRequest request, long end)
    {
        var waits = new List<TimeSpan>();
        while (Stopwatch.GetTimestamp() is var began && began < end)
        {
            var response = await client.BulkPublishEventAsync(request, new CallOptions());
            if (response.FailedEntries.Count > 0)
            {
                throw new InvalidOperationException("An event was not published.");
            }

            waits.Add(Stopwatch.GetElapsedTime(began));
        }

        return waits;
    }
}
