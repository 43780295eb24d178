using Signet.Messaging.Spool;
using Signet.Testing;
using Xunit;

namespace Signet.Messaging.Tests.Spool;

/// <summary>Whatever a crash or a bad disk leaves of a spool gives exactly what was acknowledged, or a refusal that says where.</summary>
public sealed class SpoolCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Frames = 8;

    private static readonly SpoolSettings Settings = new() { Path = "unused", MaxBytes = 8 << 20 };
    private static readonly int Schedules = Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1" ? 20_000 : 1_000;

    private readonly FaultyDisk _disk = new();
    private readonly List<(int Length, int Records)> _acknowledged = [(0, 0)];

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Open_CutAtEveryOctet_GivesWhatWasAcknowledgedByThen()
    {
        Store();
        for (var length = 0; length <= _disk[0].Count; length++)
        {
            var left = _disk.Copy();
            left[0].RemoveRange(length, left[0].Count - length);
            Assert.Equal(_acknowledged.Last(one => one.Length <= length).Records, Read(left)!.Count);
        }
    }

    [Fact]
    public void Open_ZerosFromEveryOctetOn_GivesAPrefixOrIsRefused()
    {
        Store();
        var refused = 0;
        for (var from = 0; from < _disk[0].Count; from++)
        {
            var left = _disk.Copy();
            for (var i = from; i < left[0].Count; i++)
            {
                left[0][i] = 0;
            }

            var read = Read(left);
            refused += read is null ? 1 : 0;

            // Where zeros begin in a frame's padding, all of the frame is there.
            var most = _acknowledged.Last(one => one.Length <= (from + 511) / 512 * 512).Records;
            Assert.True(read is null || (read.Count >= _acknowledged.Last(one => one.Length <= from).Records && read.Count <= most), $"from {from}");

            // A disk that writes whole sectors never gives anything else.
            Assert.True(read is not null || from % 512 != 0, $"from {from}");
        }

        output.WriteLine($"{refused} of {_disk[0].Count} refused");
    }

    [Fact]
    public void Open_AnyOctetChanged_GivesEverythingOrIsRefused()
    {
        var random = Seed.Print(output);
        Store();
        var refused = 0;
        for (var at = 0; at < _disk[0].Count; at++)
        {
            var left = _disk.Copy();
            left[0][at] ^= (byte)random.Next(1, 256);
            var read = Read(left);
            refused += read is null ? 1 : 0;
            Assert.True(read is null || read.Count == _acknowledged[^1].Records, $"octet {at}");
        }

        Assert.True(refused > _disk[0].Count / 2);
    }

    [Fact]
    public void Open_AfterFaultsAndLossesOfPower_HoldsEveryAcknowledgedEventOnceAndInOrder()
    {
        var random = Seed.Print(output);
        var (crashes, faults, delivered) = (0, 0, 0L);
        for (var schedule = 0; schedule < Schedules; schedule++)
        {
            var disk = new FaultyDisk();
            var (known, sent) = (0L, 0L);
            for (var life = 0; life < 6; life++)
            {
                using var sut = SpoolJournal.Open(disk, Settings, TimeProvider.System);
                Assert.InRange(sut.Undelivered, known - sent, long.MaxValue);
                known = sent + sut.Undelivered;
                var rate = random.Next(4) == 0 ? 0.2 : 0;
                disk.Before = _ => Fault(rate);
                disk.Stored = length => random.NextDouble() < rate ? random.Next(length) : length;
                var next = sent;
                for (var step = random.Next(12); step > 0; step--)
                {
                    try
                    {
                        var count = random.Next(1, 6);
                        if (sut.TryAppend(SpooledTexts.Batch(known, count)))
                        {
                            known += count;
                        }

                        if (random.Next(3) == 0 && sut.ReadNext() is { } frame)
                        {
                            foreach (var octets in frame.Events)
                            {
                                Assert.Equal(next++, SpooledTexts.NumberOf(octets));
                            }

                            sut.Deliver(frame.Events.Count);
                            sent = next;
                        }
                    }
                    catch (IOException exception) when (exception is not SpoolException)
                    {
                        faults++;
                        if (next != sent)
                        {
                            // Sent, and perhaps not noted.
                            break;
                        }
                    }
                }

                (disk.Before, disk.Stored) = (_ => { }, length => length);
                disk = disk.LosePower(random);
                crashes++;

                // Where the cursor was being moved it may stand before or behind.
                using var after = SpoolJournal.Open(disk.Copy(), Settings, TimeProvider.System);
                var found = SpooledTexts.ReadAll(after);
                Assert.True(found.Count == 0 || found[0] == sent || found[0] == next, $"{found.FirstOrDefault()} after {sent} to {next}");
                sent = found.Count > 0 ? found[0] : Math.Max(sent, next);
                Assert.Equal(SpooledTexts.Range(sent, found.Count), found);
                Assert.True(sent + found.Count >= known, $"{sent + found.Count} of {known}");
            }

            delivered += sent;
        }

        output.WriteLine($"{Schedules} schedules, {crashes} losses of power, {faults} faults, {delivered} delivered");
        Assert.True(faults > 0 && delivered > 0);

        void Fault(double rate)
        {
            if (random.NextDouble() < rate)
            {
                throw new IOException("a fault");
            }
        }
    }

    private void Store()
    {
        using var sut = SpoolJournal.Open(_disk, Settings, TimeProvider.System);
        for (var frame = 1; frame <= Frames; frame++)
        {
            var (_, records) = _acknowledged[^1];
            Assert.True(sut.TryAppend(SpooledTexts.Batch(records, frame % 3 + 1)));
            _acknowledged.Add((_disk[0].Count, records + frame % 3 + 1));
        }
    }

    /// <summary>What a spool gives, which is in order; null when it is refused.</summary>
    private static List<long>? Read(FaultyDisk disk)
    {
        try
        {
            using var sut = SpoolJournal.Open(disk, Settings, TimeProvider.System);
            var read = SpooledTexts.ReadAll(sut);
            Assert.Equal(SpooledTexts.Range(0, read.Count), read);
            return read;
        }
        catch (SpoolException exception)
        {
            Assert.Contains("segment 0", exception.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
