using Signet.Storage.Directories;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.Directories;

public sealed class DirectorySegmentStoreTests : SegmentStoreCompliance, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override ISegmentStore CreateStore() => DirectoryStore.Open(_directory.File("store"));
}
