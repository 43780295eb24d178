using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Stores;

[Collection("Ceph")]
public sealed class CephDerivedStoreTests(CephServer ceph) : DerivedStoreCompliance, IAsyncLifetime
{
    private S3Calls _calls = null!;

    public async ValueTask InitializeAsync()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, TestContext.Current.CancellationToken);
        _calls = CephServer.Open(location, settings);
    }

    public ValueTask DisposeAsync()
    {
        _calls.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override IDerivedStore CreateStore() => new S3DerivedStore(_calls);
}
