using System.Diagnostics;
using System.Threading.Channels;
using StackExchange.Redis;

namespace Signet.DaprSidecar;

/// <summary>Reads the topic for the app and delivers it, with the acknowledgement rules of a component and the faults that are asked for.</summary>
internal sealed class Subscriber(SidecarOptions options, Broker broker, AppChannel app, FaultInjector faults, Statistics statistics) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AppPoll = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(options.Concurrency * 2);
    private readonly SemaphoreSlim _slots = new(options.Concurrency);
    private string _consumer = Guid.NewGuid().ToString();
    private volatile CancellationTokenSource _opened = new();
    private volatile bool _isHealthy = options.HealthMilliseconds == 0;

    /// <summary>Closes the subscription and opens it again: what is in hand is given up.</summary>
    public void Restart() => _opened.Cancel();

    public override void Dispose()
    {
        base.Dispose();
        _slots.Dispose();
        _opened.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AppPort == 0)
        {
            return;
        }

        Subscription? subscription;
        while ((subscription = await app.ReadSubscriptionAsync(stoppingToken)) is null)
        {
            await Task.Delay(AppPoll, stoppingToken);
        }

        if (subscription.Route.Length == 0)
        {
            return;
        }

        var health = WatchHealthAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            _opened = new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_opened.Token, stoppingToken);
            await Task.WhenAll(
                UntilEndedAsync(() => ReadAsync(subscription.Topic, either.Token), either.Token),
                UntilEndedAsync(() => ClaimAsync(subscription.Topic, either.Token), either.Token),
                UntilEndedAsync(() => DeliverAsync(subscription, either.Token), either.Token));
        }

        await health;
    }

    private static async Task UntilEndedAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException)
            {
                // Ended, or a call to the broker was.
            }
            catch (Exception exception) when (exception is RedisException or RedisTimeoutException or ObjectDisposedException)
            {
                await Task.Delay(AppPoll, CancellationToken.None);
            }
        }
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; options.HealthMilliseconds > 0 && !cancellationToken.IsCancellationRequested;)
        {
            failures = await app.IsHealthyAsync(cancellationToken) ? 0 : failures + 1;
            _isHealthy = failures == 0 || (failures < 3 && _isHealthy);
            await Task.Delay(options.HealthMilliseconds, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task ReadAsync(string topic, CancellationToken cancellationToken)
    {
        await broker.EnsureGroupAsync(topic);
        while (true)
        {
            var count = Math.Max(1, Math.Max(options.Concurrency / 2, faults.Rates.Reorder));
            var messages = _isHealthy ? await broker.ReadAsync(topic, _consumer, count) : [];
            if (messages.Count == 0)
            {
                await Task.Delay(Poll, cancellationToken);
                continue;
            }

            if (faults.Rates.Reorder > 0)
            {
                faults.Shuffle(messages);
            }

            if (faults.Happens(faults.Rates.LoseConsumer))
            {
                _consumer = Guid.NewGuid().ToString();
                continue;
            }

            await QueueAsync(messages, cancellationToken);
        }
    }

    private async Task ClaimAsync(string topic, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.RedeliverMilliseconds, cancellationToken);
            if (_isHealthy)
            {
                await broker.EnsureGroupAsync(topic);
                await QueueAsync(await broker.ClaimAsync(topic, _consumer, options.Concurrency), cancellationToken);
            }
        }
    }

    private async Task QueueAsync(List<Message> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await _queue.Writer.WriteAsync(message, cancellationToken);
            if (faults.Happens(faults.Rates.Duplicate))
            {
                await _queue.Writer.WriteAsync(message, cancellationToken);
            }
        }
    }

    private async Task DeliverAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = await TakeAsync(subscription, cancellationToken);
            if (batch.Count == 0)
            {
                continue;
            }

            var handling = HandleAsync(subscription, batch, cancellationToken);
            if (options.Profile == AcknowledgementProfile.Kafka)
            {
                await handling;
            }
        }
    }

    /// <summary>What is there, and what comes while it may be waited for: each takes a worker of the component until it is done.</summary>
    private async Task<List<Message>> TakeAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await _queue.Reader.WaitToReadAsync(cancellationToken);
        await _slots.WaitAsync(cancellationToken);
        if (!_queue.Reader.TryRead(out var first))
        {
            _slots.Release();
            return [];
        }

        List<Message> batch = [first];

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(subscription.MaxAwait);
        try
        {
            while (subscription.IsBulk && batch.Count < subscription.MaxMessages)
            {
                await _slots.WaitAsync(limit.Token);
                try
                {
                    batch.Add(await _queue.Reader.ReadAsync(limit.Token));
                }
                catch (OperationCanceledException)
                {
                    _slots.Release();
                    throw;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As many as came in time.
        }

        return batch;
    }

    private async Task HandleAsync(Subscription subscription, List<Message> batch, CancellationToken cancellationToken)
    {
        try
        {
            await faults.DelayAsync(faults.Rates.Delay, cancellationToken);
            var failed = await app.DeliverAsync(subscription, batch, cancellationToken);
            while (failed.Count > 0 && (options.RetriesForEver || options.Profile == AcknowledgementProfile.Kafka))
            {
                await Task.Delay(options.RetryMilliseconds, cancellationToken);
                failed = await app.DeliverAsync(subscription, failed, cancellationToken);
            }

            if (faults.Happens(faults.Rates.CrashAfterDeliver))
            {
                Process.GetCurrentProcess().Kill();
            }

            await AcknowledgeAsync(subscription.Topic, batch, failed);
        }
        catch (Exception exception) when (exception is OperationCanceledException or RedisException or RedisTimeoutException)
        {
            // Not acknowledged, so claimed again after a while.
        }
        finally
        {
            _slots.Release(batch.Count);
        }
    }

    private async Task AcknowledgeAsync(string topic, List<Message> batch, List<Message> failed)
    {
        if (faults.Happens(faults.Rates.DropAck))
        {
            return;
        }

        // pubsub.redis acknowledges what failed as well; the others leave it pending, and it comes again.
        List<Message> done = options.Profile == AcknowledgementProfile.Redis ? batch : [.. batch.Except(failed)];
        if (done.Count > 0)
        {
            await broker.AcknowledgeAsync(topic, done);
            statistics.Acknowledged(done.Count);
        }

        if (options.Profile == AcknowledgementProfile.Redis)
        {
            statistics.Lost(failed.Count);
        }
    }
}
