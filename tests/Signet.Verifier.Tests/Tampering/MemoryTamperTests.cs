using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests.Tampering;

/// <summary>The tamper suite on a bucket in memory that behaves as S3 does.</summary>
public sealed class MemoryTamperTests : TamperSuite
{
    protected override Task<ITamperableStore> OpenAsync() =>
        Task.FromResult<ITamperableStore>(new VersionedMemoryStore(Writer.Start.AddDays(Writer.RetainDays + 1), Writer.Now));
}
