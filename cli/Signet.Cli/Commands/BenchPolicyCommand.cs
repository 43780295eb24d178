using System.CommandLine;
using Signet.Cli.Output;
using Signet.Corpora;
using Signet.Corpora.Running;
using Signet.Hosting.Policies;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet bench policy</c>: what a policy catches of attacks and lets pass of ordinary requests, family by family. Exit code 0 as good as
/// the baseline, 1 worse, 2 could not run.
/// </summary>
internal static class BenchPolicyCommand
{
    private const int MaxBaselineOctets = 4 << 20;

    public static Command Create()
    {
        var corpus = new Option<string>("--corpus")
        {
            Description = "A directory with families of cases (*.jsonl).",
            DefaultValueFactory = _ => Path.Combine("tests", "corpora", "policy"),
        };
        var policy = new Option<string?>("--policy") { Description = "The policy to measure; policy.yaml in the corpus directory without it." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var against = new Option<string?>("--check-against") { Description = "A baseline; exit code 1 when the result is worse." };
        var baseline = new Option<string?>("--write-baseline") { Description = "Write the result as the new baseline." };
        var markdown = new Option<string?>("--markdown") { Description = "Write the result as a page, without times." };
        var command = new Command("policy", "Measure what a policy catches, and what it catches wrongly, on a corpus of requests.")
        {
            corpus, policy, json, against, baseline, markdown,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var directory = parsed.GetValue(corpus)!;
                var pipeline = await LoadAsync(parsed.GetValue(policy) ?? Path.Combine(directory, "policy.yaml"), cancellationToken);
                var known = parsed.GetValue(against) is { } file ? CorpusBaseline.Parse(await ReadAsync(file, cancellationToken)) : null;
                var report = await new CorpusRunner(pipeline, TimeProvider.System).RunAsync(CorpusReader.Read(directory), cancellationToken);
                var worse = known?.Regressions(report) ?? [];
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? QualityJson.Of(report, worse) : QualityText.Of(report, worse));
                await WriteAsync(parsed.GetValue(markdown), System.Text.Encoding.UTF8.GetBytes(QualityPage.Of(report)), cancellationToken);
                await WriteAsync(parsed.GetValue(baseline), CorpusBaseline.Of(report).ToJson(), cancellationToken);
                return worse.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
            }
            catch (Exception exception) when (exception is CorpusException or UserErrorException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
                return ExitCodes.NotVerified;
            }
        });
        return command;
    }

    private static async Task<PolicyPipeline> LoadAsync(string path, CancellationToken cancellationToken)
    {
        PolicyFile file;
        try
        {
            file = await PolicyFile.LoadAsync(path, cancellationToken);
        }
        catch (PolicyFileException exception)
        {
            throw new UserErrorException($"The policy {path} can't be used: {exception.Message}", exception);
        }

        return PolicyDocument.TryParse(file.Json.Span, out var document, out var errors)
            ? document.Build(TimeProvider.System)
            : throw new UserErrorException($"The policy {path} can't be used: {errors[0]}");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken) =>
        new FileInfo(path) is { Exists: true, Length: <= MaxBaselineOctets }
            ? await File.ReadAllBytesAsync(path, cancellationToken)
            : throw new UserErrorException($"The baseline {path} isn't there, or is larger than {MaxBaselineOctets} octets.");

    private static async Task WriteAsync(string? path, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            await File.WriteAllBytesAsync(path, octets, cancellationToken);
        }
    }
}
