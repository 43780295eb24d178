using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests.Tampering;

/// <summary>The tamper suite on a bucket in memory that behaves as S3 does.</summary>
public sealed class MemoryTamperTests : TamperSuite
{
    protected override ITamperableStore Open() => new VersionedMemoryStore(Writer.Start.AddDays(Writer.RetainDays + 1), Writer.Now);
}
