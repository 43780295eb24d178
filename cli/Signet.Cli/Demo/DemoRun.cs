using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Shared.Terminal;
using Signet.Storage.Directories;
using Signet.Verifier;

namespace Signet.Cli.Demo;

/// <summary>
/// <c>signet up --demo</c>: sends the script through the HTTP port as any client would, shows what was decided and the receipts, waits
/// for an anchor, verifies the log, then changes one octet in a copy and shows the finding. Succeeds only if every step ended as it
/// should.
/// </summary>
internal sealed class DemoRun
{
    private const string ReceiptComment = ": signet-receipt ";
    private const string CorrelationHeader = "X-Signet-Correlation-Id";

    private static readonly TimeSpan AnchorPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly AllInOneHost _host;
    private readonly TextWriter _out;
    private readonly HttpClient _client;
    private int _failures;

    private DemoRun(AllInOneHost host, TextWriter output, HttpClient client) => (_host, _out, _client) = (host, output, client);

    public static async Task<int> RunAsync(AllInOneOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var hasty = options with { AnchorInterval = TimeSpan.FromSeconds(1), AnchorQuietTime = TimeSpan.FromMilliseconds(500) };
        if (options.Upstreams.Count > 0)
        {
            throw new UserErrorException("--demo needs the development model, which does as the script says: leave --upstream out.");
        }

        await using var host = await AllInOneHost.StartAsync(hasty, cancellationToken);
        foreach (var line in Banner.Lines(host, hasty).SkipLast(1))
        {
            await output.WriteLineAsync(line);
        }

        using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(30) };
        var run = new DemoRun(host, output, client);
        await run.SendAllAsync(cancellationToken);
        await run.ProveAsync(cancellationToken);
        await run.BreakACopyAsync(cancellationToken);
        await output.WriteLineAsync(run._failures == 0
            ? "\nEvery step ended as it should."
            : $"\n{run._failures} checks did not end as they should.");
        return run._failures == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var step in DemoScript.Steps)
        {
            await _out.WriteLineAsync($"\n{++number}. {step.Title}");
            await SendAsync(step, cancellationToken);
        }
    }

    private async Task SendAsync(DemoStep step, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["model"] = DevelopmentModel.Name,
                ["stream"] = step.Streamed,
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = step.Message }),
            }),
        };
        if (step.WithOwner)
        {
            request.Headers.Add("X-Commit-Owner", "human:demo");
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        await _out.WriteLineAsync($"   > {step.Message}");
        await _out.WriteLineAsync($"   < {(int)response.StatusCode} {SafeText.Of(Said(step, body))}");
        await CheckAsync(
            (int)response.StatusCode == step.Status && (step.Holds is null || Holds(body, step.Holds)) &&
            (step.MustNotHold is null || !Holds(body, step.MustNotHold)),
            "the answer is as it should be");

        var correlation = response.Headers.TryGetValues(CorrelationHeader, out var values) ? values.First() : "";
        await ShowDecisionsAsync(step, correlation, cancellationToken);
        var receipts = Receipts(response, body);
        await CheckAsync(receipts.Count == (step.Streamed ? 2 : 1), "a receipt came with the answer");
        foreach (var receipt in receipts)
        {
            await ShowReceiptAsync(receipt, cancellationToken);
        }
    }

    private async Task ShowDecisionsAsync(DemoStep step, string correlation, CancellationToken cancellationToken)
    {
        var decisions = new List<string>();
        await foreach (var stored in LogEntries.ReadAsync(Reader(_host.DataRoot), _host.LogId, 0, cancellationToken))
        {
            if (stored.Entry.Body is CommitBody { SignedEvent.Event: { Details: { } details } value } && details.RequestId == correlation)
            {
                var words = $"{EventWords.Of(value.Phase)} {EventWords.Of(details.Decision)}";
                decisions.Add(words);
                await _out.WriteLineAsync(
                    $"   log {stored.Entry.Seq,4}  {words} by {details.Check}{(details.Reason.Length > 0 ? ": " + SafeText.Of(details.Reason) : "")}");
            }
        }

        await CheckAsync(decisions.SequenceEqual(step.Decisions), $"the log says: {string.Join(", ", step.Decisions)}");
    }

    private async Task ShowReceiptAsync(string text, CancellationToken cancellationToken)
    {
        var log = await LogLocation.OpenAsync(_host.DataRoot, new TrustOptions(), cancellationToken);
        if (!PromiseReceipt.TryParse(text, out var promise))
        {
            await CheckAsync(false, "the receipt can be read");
            return;
        }

        // The checkpoint follows the segment; a receipt is proved once one covers it.
        var began = TimeProvider.System.GetTimestamp();
        var outcome = await PromiseCheck.RunAsync(promise!, log, cancellationToken);
        while (outcome.ExitCode == ExitCodes.NotVerified && TimeProvider.System.GetElapsedTime(began) < AnchorPatience)
        {
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
            outcome = await PromiseCheck.RunAsync(promise!, log, cancellationToken);
        }

        await _out.WriteLineAsync($"   receipt   {promise!.Entry} {ReceiptOutput.Text(outcome).Split('\n')[0]}");
        await CheckAsync(outcome is { ExitCode: ExitCodes.Success, Proof: not null }, "the receipt is proved");
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        await _out.WriteLineAsync($"\n{DemoScript.Steps.Count + 1}. The log is time-stamped and verified");
        var began = TimeProvider.System.GetTimestamp();
        var outcome = await VerifyAsync(_host.DataRoot, cancellationToken);
        while (outcome is { Report.Anchors: 0 } && outcome.Result == VerificationResult.Clean && TimeProvider.System.GetElapsedTime(began) < AnchorPatience)
        {
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
            outcome = await VerifyAsync(_host.DataRoot, cancellationToken);
        }

        await ShowAsync(outcome);
        await CheckAsync(outcome.Report is { Result: VerificationResult.Clean, Full: true, Anchors: > 0 }, "the log is clean and anchored");
    }

    private async Task BreakACopyAsync(CancellationToken cancellationToken)
    {
        await _out.WriteLineAsync($"\n{DemoScript.Steps.Count + 2}. One octet of a copy is changed, and found");
        using var copy = new Commands.ScratchDirectory();
        var path = await CopyAndChangeAsync(copy.Path, cancellationToken);
        var outcome = await VerifyAsync(Reader(copy.Path), DataTrust.Load(_host.DataRoot), cancellationToken);
        await _out.WriteLineAsync($"   changed: human:demo to human:dem0 in {Path.GetFileName(path)}");
        await ShowAsync(outcome);
        await CheckAsync(
            outcome.Report is { Result: VerificationResult.Broken, Findings: [{ Kind: FindingKind.SignatureInvalid or FindingKind.MacMismatch }, ..] },
            "the change is found where it was made");
    }

    private async Task<string> CopyAndChangeAsync(string target, CancellationToken cancellationToken)
    {
        var source = DataDirectory.StorePath(_host.DataRoot);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            // Segments never change once they stand; what is being written beside them is nobody else's to read.
            if (!file.EndsWith(".ndjson", StringComparison.Ordinal))
            {
                continue;
            }

            var copied = Path.Combine(DataDirectory.StorePath(target), Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copied)!);
            File.Copy(file, copied);
        }

        foreach (var path in Directory.EnumerateFiles(DataDirectory.StorePath(target), "*.ndjson", SearchOption.AllDirectories).Order())
        {
            var octets = await File.ReadAllBytesAsync(path, cancellationToken);
            var place = octets.AsSpan().IndexOf("\"demo\""u8);
            if (place >= 0)
            {
                octets[place + 4] = (byte)'0';
                File.Delete(path);
                await File.WriteAllBytesAsync(path, octets, cancellationToken);
                return path;
            }
        }

        throw new InvalidOperationException("No segment names the demonstration's owner.");
    }

    private async Task ShowAsync(VerificationOutcome outcome)
    {
        foreach (var line in VerificationOutput.Text(outcome).Split('\n'))
        {
            await _out.WriteLineAsync("   " + line);
        }
    }

    private async Task CheckAsync(bool holds, string what)
    {
        if (!holds)
        {
            _failures++;
            await _out.WriteLineAsync($"   FAILED: {what}");
        }
    }

    private static Task<VerificationOutcome> VerifyAsync(string root, CancellationToken cancellationToken) =>
        VerifyAsync(Reader(root), DataTrust.Load(root), cancellationToken);

    private static Task<VerificationOutcome> VerifyAsync(DirectoryReader reader, LogTrust trust, CancellationToken cancellationToken) =>
        new LogCheck(reader, reader, null, new VerifierOptions { Trust = trust }, TimeProvider.System)
            .RunAsync(ReceiptSet.Empty, full: true, null, cancellationToken);

    private static DirectoryReader Reader(string root) => DirectoryReader.Open(DataDirectory.StorePath(root));

    private static List<string> Receipts(HttpResponseMessage response, string body)
    {
        var receipts = new List<string>();
        if (response.Headers.TryGetValues(PromiseReceipt.HeaderName, out var values))
        {
            receipts.AddRange(values);
        }

        receipts.AddRange(body.Split('\n').Where(line => line.StartsWith(ReceiptComment, StringComparison.Ordinal)).Select(line => line[ReceiptComment.Length..]));
        return receipts;
    }

    /// <summary>True when the text that a client would put together from the answer, or the answer itself, holds the words.</summary>
    private static bool Holds(string body, string words) =>
        body.Contains(words, StringComparison.Ordinal) || Text(body).Contains(words, StringComparison.Ordinal);

    private static string Said(DemoStep step, string body) => step.Streamed
        ? $"\"{Text(body)}\" then {(body.Contains("\"signet_abort\":true", StringComparison.Ordinal) ? "aborted" : "done")}"
        : Text(body) is { Length: > 0 } text ? $"\"{text}\"" : body.Trim();

    /// <summary>The assistant's text in a unary or streamed answer.</summary>
    private static string Text(string body)
    {
        var text = new StringBuilder();
        var documents = body.StartsWith('{') ? [body] : body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]);
        foreach (var document in documents)
        {
            try
            {
                var choice = JsonNode.Parse(document)?["choices"]?.AsArray().FirstOrDefault();
                text.Append((choice?["delta"] ?? choice?["message"])?["content"]?.GetValue<string>());
            }
            catch (JsonException)
            {
                continue;
            }
        }

        return text.ToString();
    }
}
