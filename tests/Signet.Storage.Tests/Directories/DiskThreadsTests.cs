using Signet.Storage.Directories;
using Xunit;

namespace Signet.Storage.Tests.Directories;

public sealed class DiskThreadsTests
{
    private readonly DiskThreads _sut = new("test", most: 2);

    [Fact]
    public async Task RunAsync_TwoCallsThatWaitForEachOther_BothEnd()
    {
        using var barrier = new Barrier(2);
        Task<bool> Meet() => _sut.RunAsync(() => barrier.SignalAndWait(TimeSpan.FromSeconds(30)));

        Assert.DoesNotContain(false, await Task.WhenAll(Meet(), Meet()));
        Assert.DoesNotContain(false, await Task.WhenAll(Meet(), Meet()));
    }

    [Fact]
    public async Task RunAsync_MoreCallsThanThreads_AllEndAndNeverMoreAtOnce()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        var calls = Enumerable.Range(0, 200).Select(number => _sut.RunAsync(() =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }

            Thread.Yield();
            lock (gate)
            {
                running--;
            }

            return number;
        }));

        Assert.Equal(Enumerable.Range(0, 200), await Task.WhenAll(calls));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task RunAsync_CallThrows_TaskTellsAndTheThreadsGoOn()
    {
        await Assert.ThrowsAsync<IOException>(() => _sut.RunAsync<int>(() => throw new IOException()));
        Assert.Equal(1, await _sut.RunAsync(() => 1));
    }

    [Fact]
    public async Task RunAsync_WhoWaits_GoesOnElsewhere()
    {
        using var asked = new ManualResetEventSlim();
        var call = _sut.RunAsync(() => asked.Wait(TimeSpan.FromSeconds(30)));
        var where = call.ContinueWith(
            _ => Thread.CurrentThread.Name, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        asked.Set();

        Assert.NotEqual("test", await where);
        Assert.Equal("test", await _sut.RunAsync(() => Thread.CurrentThread.Name));
    }
}
