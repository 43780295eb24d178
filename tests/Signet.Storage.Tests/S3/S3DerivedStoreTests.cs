using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.S3;

public sealed class S3DerivedStoreTests : DerivedStoreCompliance, IDisposable
{
    private readonly FakeS3Store _fake = new();

    public void Dispose() => _fake.Dispose();

    protected override IDerivedStore CreateStore() => new S3DerivedStore(_fake.Open(S3SlotMode.Conditional, time: TimeProvider.System));
}
