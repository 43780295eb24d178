using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.S3;

public sealed class S3SegmentStoreConditionalTests : SegmentStoreCompliance, IDisposable
{
    private readonly FakeS3Store _fake = new();

    public void Dispose() => _fake.Dispose();

    protected override ISegmentStore CreateStore() => new S3SegmentStore(_fake.Open(S3SlotMode.Conditional, time: TimeProvider.System));
}
