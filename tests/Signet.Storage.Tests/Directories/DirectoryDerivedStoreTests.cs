using Signet.Storage.Directories;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.Directories;

public sealed class DirectoryDerivedStoreTests : DerivedStoreCompliance, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override IDerivedStore CreateStore() => DirectoryStore.Open(_directory.File("store"));
}
