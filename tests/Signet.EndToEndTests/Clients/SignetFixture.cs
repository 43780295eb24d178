using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Clients;

/// <summary>One running signet for the tests of a class; its log is verified when they have ended.</summary>
public sealed class SignetFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private SignetProcess? _signet;

    public string Data => _data.Path;

    public SignetProcess Signet => _signet!;

    public async ValueTask InitializeAsync() => _signet = await SignetProcess.UpAsync(_data.Path, [], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        var exitCode = await Signet.TerminateAsync(CancellationToken.None);
        var log = await Logs.LogUnderTest.ReadAsync(Data, CancellationToken.None);
        await Signet.DisposeAsync();
        _data.Dispose();
        Assert.Equal(0, exitCode);
        log.AssertClean();
    }
}
