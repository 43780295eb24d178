using System.Globalization;
using System.Text;
using Signet.Testing;
using Signet.Testing.Auditor;
using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests.Tampering;

/// <summary>
/// Every attack, and who sees what of it: what stands in SECURITY.md is what happens. Inherited once for each server. To write the page again:
/// <c>SIGNET_WRITE_DOCS=1</c>.
/// </summary>
public abstract class TamperSuite
{
    private const string WriteVariable = "SIGNET_WRITE_DOCS";
    private const string Begin = "<!-- what catches what: written by the tests -->\n";
    private const string End = "<!-- end -->\n";

    /// <summary>A fresh store that locks what the log stores in it for long enough.</summary>
    protected abstract Task<ITamperableStore> OpenAsync();

    [Fact]
    public async Task Attacks_Each_IsCaughtAsDocumented()
    {
        var table = new StringBuilder(
            "| What is done | With | The store | First look, keyless | First look, with the chain key | A verifier that remembers | A caller with receipts |\n" +
            "|---|---|---|---|---|---|---|\n");
        List<string> missed = [];
        foreach (var attack in Attacks.All)
        {
            using var gateway = new TestEvents(Writer.LogId, "gateway-1", Writer.Start);
            var (scene, store) = await attack.DoAsync(await Scene.SetAsync(OpenAsync, gateway));
            VerificationOutcome[] outcomes =
                [await scene.StrangerAsync(), await scene.FirstAsync(), await scene.RememberingAsync(), await scene.CallerAsync()];
            table.Append(CultureInfo.InvariantCulture, $"| {attack.Name} | {attack.With} | {store} | {string.Join(" | ", outcomes.Select(Cell))} |\n");
            if (attack.IsCaught != outcomes.Any(outcome => Scene.Kinds(outcome).Any()))
            {
                missed.Add(attack.Name);
            }

            await scene.Store.DisposeAsync();
        }

        Assert.Empty(missed);
        await AssertDocumentedAsync(table.ToString());
    }

    private static string Cell(VerificationOutcome outcome) =>
        Scene.Kinds(outcome).ToList() is { Count: > 0 } kinds ? string.Join(", ", kinds.Select(kind => $"`{kind}`")) : "clean";

    private static async Task AssertDocumentedAsync(string table)
    {
        var token = TestContext.Current.CancellationToken;
        var path = Repository.PathOf("SECURITY.md");
        var page = await File.ReadAllTextAsync(path, token);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            page = page[..begin] + table + page[end..];
            await File.WriteAllTextAsync(path, page, token);
            end = begin + table.Length;
        }

        Assert.Equal(page[begin..end], table);
    }
}
