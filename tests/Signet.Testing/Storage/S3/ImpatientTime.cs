namespace Signet.Testing.Storage.S3;

/// <summary>Time whose waits are over two hundred times as fast; what the clock shows is real.</summary>
public sealed class ImpatientTime : TimeProvider
{
    private const int Factor = 200;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime, period > TimeSpan.Zero ? period / Factor : period);
}
