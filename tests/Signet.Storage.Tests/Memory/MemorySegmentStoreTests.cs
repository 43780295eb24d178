using Signet.Storage.Memory;
using Signet.Testing.Storage;

namespace Signet.Storage.Tests.Memory;

public sealed class MemorySegmentStoreTests : SegmentStoreCompliance
{
    protected override ISegmentStore CreateStore() => new MemoryStore();
}
