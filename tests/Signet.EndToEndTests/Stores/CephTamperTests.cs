using Signet.Storage.S3;
using Signet.Testing.Storage.Tampering;
using Signet.Verifier.Tests.Tampering;

namespace Signet.EndToEndTests.Stores;

/// <summary>The tamper suite on a real server: it keeps and refuses what the page says.</summary>
[Collection("Ceph")]
public sealed class CephTamperTests(CephServer ceph) : TamperSuite
{
    protected override async Task<ITamperableStore> OpenAsync()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, TestContext.Current.CancellationToken);
        settings.RetainDays = Writer.RetainDays;
        return new CephBucket(ceph.Operator, CephServer.Open(location, settings));
    }
}
