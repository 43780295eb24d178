using Signet.Storage.Memory;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.Memory;

public sealed class MemoryDerivedStoreTests : DerivedStoreCompliance
{
    protected override IDerivedStore CreateStore() => new MemoryStore();
}
