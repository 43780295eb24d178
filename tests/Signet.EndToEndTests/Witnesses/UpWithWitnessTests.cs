using System.Net;
using System.Text;
using Signet.Cli.AllInOne;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Witnesses;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Witnesses;

/// <summary><c>signet up --witness</c> and <c>signet witness</c>, as two processes.</summary>
public sealed class UpWithWitnessTests
{
    [Fact]
    public async Task Up_WithAWitness_HasItsCheckpointsCosigned()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");

        // The witness has to know the log's key, which the first start makes.
        await using (var first = await SignetProcess.UpAsync(data, [], cancel))
        {
            Assert.Equal(0, await first.TerminateAsync(cancel));
        }

        var (log, key) = (DataDirectory.ReadLogId(data), DataTrust.Load(data).CheckpointKey!);
        await using var witness = await WitnessProcess.StartAsync(directory.File("witness"), key.ToString(), cancel);
        await using var up = await SignetProcess.UpAsync(
            data, ["--witness", $"outside={witness.Address}", "--witness-key", $"outside={witness.Key}"], cancel);

        using var http = new HttpClient();
        var note = new Uri(up.Address, "/log/witness/outside");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        HttpResponseMessage answer;
        while ((answer = await http.GetAsync(note, patience.Token)).StatusCode == HttpStatusCode.NotFound)
        {
            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }

        using (answer)
        {
            var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancel));
            Assert.True(Checkpoint.TryReadText(text[..(text.IndexOf("\n\n", StringComparison.Ordinal) + 1)], out var checkpoint), text);
            Assert.Equal(log, checkpoint!.LogId);
            Assert.Contains("  witness  outside: 127.0.0.1", up.Output, StringComparison.Ordinal);
            Assert.NotNull(Cosignature.Find(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..], checkpoint.Text, witness.Key, out _));
        }
    }
}
