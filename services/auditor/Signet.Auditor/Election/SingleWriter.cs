namespace Signet.Auditor.Election;

/// <summary>No election: this process is the only auditor that its log is given to, and writes at once and for as long as it runs.</summary>
internal sealed class SingleWriter : IWriterElection, IWriterTerm
{
    public static SingleWriter Instance { get; } = new();

    private SingleWriter()
    {
    }

    public bool IsStandby => false;

    public CancellationToken Ended => CancellationToken.None;

    public bool IsRunning => true;

    public Task<IWriterTerm> WinAsync(CancellationToken cancellationToken) => Task.FromResult<IWriterTerm>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
