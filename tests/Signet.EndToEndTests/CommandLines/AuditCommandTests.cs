using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.EndToEndTests.Clients;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.CommandLines;

/// <summary>The operator's commands against a log that a real process wrote, while it still writes.</summary>
public sealed class AuditCommandTests(SignetFixture fixture) : IClassFixture<SignetFixture>
{
    [Fact]
    public async Task Verify_HealthyLog_ExitsWithZero()
    {
        await AskAsync("Hello.");
        var result = await RunAsync("audit", "verify", fixture.Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("CLEAN  log ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Json_SaysTheSame()
    {
        await AskAsync("Hello.");
        var result = await RunAsync("audit", "verify", fixture.Data, "--json");
        var report = JsonNode.Parse(result.Output)!;
        Assert.Equal(("clean", 0), ((string?)report["result"], report["findings"]!.AsArray().Count));
        Assert.Equal((true, false), ((bool)report["full"]!, (bool)report["write_protected"]!));
    }

    [Fact]
    public async Task Verify_StoreWithPublicKeyAlone_ExitsWithZero()
    {
        await AskAsync("Hello.");
        var result = await RunAsync("audit", "verify", fixture.Data, "--log-id", DataDirectory.ReadLogId(fixture.Data), "--vkey", Vkey());
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("keyless", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_StoreWithoutAnyKey_ExitsWithTwo()
    {
        await AskAsync("Hello.");
        var result = await RunAsync("audit", "verify", Path.Combine(fixture.Data, "store"));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("NOT VERIFIED", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NothingThere_ExitsWithTwo()
    {
        using var empty = new TemporaryDirectory();
        foreach (var path in new[] { empty.Path, empty.File("nowhere"), "" })
        {
            var result = await RunAsync("audit", "verify", path);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        }
    }

    [Fact]
    public async Task Verify_ChangedCopy_ExitsWithOne()
    {
        await AskAsync("Hello.");
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.GetFiles(fixture.Data, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".ndjson", StringComparison.Ordinal) || file.Contains("/keys/", StringComparison.Ordinal) ||
                file.EndsWith("signet.json", StringComparison.Ordinal)))
        {
            var target = copy.File(Path.GetRelativePath(fixture.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var segment = Directory.GetFiles(copy.Path, "*.ndjson", SearchOption.AllDirectories).Order().First();
        var text = await File.ReadAllTextAsync(segment, TestContext.Current.CancellationToken);
        File.Delete(segment);
        await File.WriteAllTextAsync(segment, text.Replace("auditor.local", "auditor.locaL", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = await RunAsync("audit", "verify", copy.Path);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("BROKEN", result.Output, StringComparison.Ordinal);
        Assert.Contains("FOUND", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_CorrelationId_PrintsItsEntries()
    {
        using var client = new HttpClient();
        using var response = await client.SendAsync(Ask.For(fixture.Signet.Address, "Hello."), TestContext.Current.CancellationToken);
        var id = response.Headers.GetValues("X-Signet-Correlation-Id").Single();
        var result = await RunAsync("audit", "show", id, "--data", fixture.Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"admitted\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"completed\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split($"\"request_id\": \"{id}\"").Length - 1);
    }

    [Fact]
    public async Task Show_UnknownId_ExitsWithOne()
    {
        var result = await RunAsync("audit", "show", "no-such-id\u001b[2J", "--data", fixture.Data);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [Fact]
    public async Task Tail_ShowsTheLastEntriesInOrder()
    {
        await AskAsync("Hello.");
        var result = await RunAsync("audit", "tail", fixture.Data, "-n", "2");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, result.Output.TrimEnd('\n').Split('\n').Length);
        var all = await RunAsync("audit", "tail", fixture.Data, "-n", "100000", "--all");
        Assert.StartsWith("     0  ", all.Output, StringComparison.Ordinal);
        Assert.Contains(" seal ", all.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("audit", "tail", fixture.Data, "-n", "0")).ExitCode);
    }

    [Fact]
    public async Task Receipt_PromiseAsTextFileAndInput_IsKept()
    {
        var receipt = (await AskAsync("Hello."))[0];
        var (asText, asInput, asFile) = (
            await RunUntilProvedAsync("receipt", "verify", receipt, "--data", fixture.Data),
            await SignetExecutable.RunAsync(
                ["receipt", "verify", "-", "--data", fixture.Data], $": signet-receipt {receipt}\n", TestContext.Current.CancellationToken),
            await WithFileAsync(receipt, path => RunAsync("receipt", "verify", path, "--data", fixture.Data)));
        Assert.StartsWith("KEPT  entry ", asText.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (asText.ExitCode, asInput.ExitCode, asFile.ExitCode));
        Assert.Equal(asText.Output.Split(',')[0], asInput.Output.Split(',')[0]);
        Assert.Equal(asText.Output.Split(',')[0], asFile.Output.Split(',')[0]);
    }

    [Fact]
    public async Task Receipt_ForgedPromise_IsNotKept()
    {
        var receipt = (await AskAsync("Hello."))[0];
        var digest = receipt.Split("digest=")[1][..64];
        var forged = receipt.Replace(digest, new string('0', 64), StringComparison.Ordinal);
        var result = await RunAsync("receipt", "verify", forged, "--data", fixture.Data);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("NOT KEPT", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_NoReceiptOrNoLog_ExitsWithTwo()
    {
        var receipt = (await AskAsync("Hello."))[0];
        Assert.Equal(2, (await RunAsync("receipt", "verify", "nonsense", "--data", fixture.Data)).ExitCode);
        Assert.Equal(2, (await RunAsync("receipt", "verify", receipt, "--data", "/proc/no-log")).ExitCode);
    }

    [Fact]
    public async Task Receipt_Proof_VerifiesWithThePublicKeyAlone()
    {
        using var directory = new TemporaryDirectory();
        var receipt = (await AskAsync("Hello."))[0];
        var proof = directory.File("proof");
        Assert.Equal(0, (await RunUntilProvedAsync("receipt", "verify", receipt, "--data", fixture.Data, "--out", proof)).ExitCode);
        var offline = await RunAsync("receipt", "verify", proof, "--vkey", Vkey(), "--data", directory.Path);
        Assert.Equal((0, ""), (offline.ExitCode, offline.Error));
        Assert.StartsWith("HOLDS", offline.Output, StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(proof, TestContext.Current.CancellationToken);
        var index = int.Parse(text.Split("index ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(
            proof, text.Replace($"index {index}\n", $"index {index - 1}\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await RunAsync("receipt", "verify", proof, "--vkey", Vkey())).ExitCode);
    }

    private static Task<CommandResult> RunAsync(params string[] arguments) =>
        SignetExecutable.RunAsync(arguments, null, TestContext.Current.CancellationToken);

    /// <summary>The checkpoint that covers an event follows it; until then the command says that it can't tell yet.</summary>
    private static async Task<CommandResult> RunUntilProvedAsync(params string[] arguments)
    {
        for (var attempt = 0; ; attempt++)
        {
            var result = await RunAsync(arguments);
            if (result.ExitCode != 2 || attempt == 60)
            {
                return result;
            }
        }
    }

    private static async Task<CommandResult> WithFileAsync(string content, Func<string, Task<CommandResult>> run)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("receipt"), content + "\n", TestContext.Current.CancellationToken);
        return await run(directory.File("receipt"));
    }

    private string Vkey() => DataTrust.Load(fixture.Data).CheckpointKey!.ToString();

    private async Task<List<string>> AskAsync(string message)
    {
        using var client = new HttpClient();
        var (status, _, receipts) = await Ask.SendAsync(client, Ask.For(fixture.Signet.Address, message), TestContext.Current.CancellationToken);
        Assert.Equal(200, status);
        return receipts;
    }
}
