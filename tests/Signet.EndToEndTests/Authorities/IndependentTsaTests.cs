using Signet.EndToEndTests.Clients;
using Signet.EndToEndTests.Logs;
using Signet.Ledger.Entries;
using Signet.Testing.Authorities;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Authorities;

/// <summary>Anchors of an authority that is not signet's own.</summary>
public sealed class IndependentTsaTests
{
    [Fact]
    public async Task Up_WithOpenSslAuthority_AnchorsVerifyAndOldOnesStay()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var data = new TemporaryDirectory();
        using var authority = new TemporaryDirectory();

        // The development authority first, so that the log has an anchor of it.
        await RunOnceAsync(data.Path, [], cancellation);
        var before = await LogUnderTest.ReadAsync(data.Path, cancellation);
        before.AssertClean();
        Assert.True(before.Report.Anchors > 0, "No anchor was taken before the log was closed.");

        await using var tsa = await OpenSslTsa.StartAsync(authority.Path, cancellation);
        await RunOnceAsync(data.Path, ["--tsa", tsa.Url.ToString(), "--tsa-roots", tsa.Roots], cancellation);
        Assert.True(tsa.Granted > 0);

        var after = await LogUnderTest.ReadAsync(data.Path, cancellation);
        after.AssertClean();
        Assert.True(after.Report.Anchors > before.Report.Anchors);
        var settings = Assert.Single(after.Entries.Select(entry => entry.Body).OfType<SettingsBody>());
        Assert.Equal(["127.0.0.1"], settings.Settings.Anchors.Tsas.Select(named => named.Name));
        Assert.Contains(after.Entries, entry => entry.Body is AnchorBody { Tsa: "127.0.0.1" });

        // Whoever verifies needs the roots, and nothing else of the authority.
        var verified = await SignetExecutable.RunAsync(["audit", "verify", data.Path], null, cancellation);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Contains($"{after.Report.Anchors} valid", verified.Output, StringComparison.Ordinal);
        var pinned = await SignetExecutable.RunAsync(
            ["audit", "verify", data.Path, "--tsa-roots", $"127.0.0.1={tsa.Roots}", "--tsa-roots",
                $"development-tsa={data.File("keys", "development-tsa-root.pem")}"],
            null,
            cancellation);
        Assert.Equal(0, pinned.ExitCode);

        // Other roots under the same name are another authority.
        var other = await SignetExecutable.RunAsync(
            ["audit", "verify", data.Path, "--tsa-roots", $"127.0.0.1={data.File("keys", "development-tsa-root.pem")}"], null, cancellation);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("anchor_invalid", other.Output, StringComparison.Ordinal);
    }

    private static async Task RunOnceAsync(string data, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var signet = await SignetProcess.UpAsync(data, arguments, cancellationToken);
        using var client = new HttpClient();
        var (status, _, _) = await Ask.SendAsync(client, Ask.For(signet.Address, "Hello."), cancellationToken);
        Assert.Equal(200, status);
        Assert.Equal(0, await signet.TerminateAsync(cancellationToken));
    }
}
