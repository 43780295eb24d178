using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Stores;

/// <summary>The slot's contract on a real server, with claims: its writers race.</summary>
[Collection("Ceph")]
public sealed class CephSegmentStoreTests(CephServer ceph) : SegmentStoreCompliance, IAsyncLifetime
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

    protected override ISegmentStore CreateStore() => new S3SegmentStore(_calls);
}
