using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Stores;

public sealed class CephDerivedStoreTests(CephServer ceph) : DerivedStoreCompliance, IAsyncLifetime
{
    private WritableStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, TestContext.Current.CancellationToken);
        _store = await StoreLocation.OpenWriterAsync(location, settings, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IDerivedStore CreateStore() => _store.Derived;
}
