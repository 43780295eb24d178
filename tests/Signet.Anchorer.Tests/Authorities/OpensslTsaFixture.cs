namespace Signet.Anchorer.Tests.Authorities;

/// <summary>One authority for all tests of a class: its keys take a while to make.</summary>
public sealed class OpensslTsaFixture : IDisposable
{
    internal OpensslTsa Tsa { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Tsa.Dispose();
}
