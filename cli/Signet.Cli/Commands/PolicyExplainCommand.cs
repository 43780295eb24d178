using System.CommandLine;
using Signet.Cli.Output;
using Signet.Cli.Policies;
using Signet.Gateway;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Cli.Commands;

/// <summary><c>signet policy explain FILE</c>: what runs on a request, why, and what admission makes of it.</summary>
internal static class PolicyExplainCommand
{
    private const int MaxBody = 64 << 20;

    // No cluster vouches here: it is what if one did.
    private const string AssumedIssuer = "assumed";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The policy file. Default: policy.yaml.", DefaultValueFactory = _ => "policy.yaml" };
        var path = new Option<string>("--path") { Description = "The path that is asked.", DefaultValueFactory = _ => "/v1/chat/completions" };
        var method = new Option<string>("--method") { Description = "The HTTP method.", DefaultValueFactory = _ => "POST" };
        var headers = new Option<string[]>("--header", "-H") { Description = "A header field, as in 'X-Agent-Id: agent:billing'. May be given several times." };
        var body = new Option<string?>("--body") { Description = "A file with the body, or - for the standard input." };
        var text = new Option<string?>("--text") { Description = "The user's text, in place of a body." };
        var model = new Option<string>("--model") { Description = "The model, where --text is given.", DefaultValueFactory = _ => "any-model" };
        var upstream = new Option<string?>("--upstream") { Description = "The name of the upstream that the request would go to." };
        var workload = new Option<string?>("--workload") { Description = "The workload that the cluster says it comes from: NAMESPACE/SERVICEACCOUNT or NAMESPACE/SERVICEACCOUNT/POD." };
        var json = new Option<bool>("--json") { Description = "Print the explanation as JSON." };
        var extensions = new ExtensionArguments();
        var command = new Command("explain", "Tell which policy is for a request, which checks run on it and why, and what admission decides.")
        {
            file, path, method, headers, body, text, model, upstream, workload, json,
        };
        extensions.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(body) is not null && parsed.GetValue(text) is not null)
            {
                throw new UserErrorException("--body and --text exclude each other.");
            }

            var from = parsed.GetValue(workload) is { } name ? Workload(name) : null;
            var lint = await PolicyLint.ReadAsync(parsed.GetValue(file)!, extensions.ReadChecks(parsed), cancellationToken);
            if (lint.Document is null)
            {
                await Console.Error.WriteLineAsync(PolicyLintOutput.Text([lint]));
                return lint.ExitCode(strict: false);
            }

            PolicyTrialRequest request = new()
            {
                Method = parsed.GetValue(method)!.ToUpperInvariant(),
                Path = parsed.GetValue(path)!.StartsWith('/') ? parsed.GetValue(path)! : throw new UserErrorException("--path begins with a slash."),
                Headers = [.. (parsed.GetValue(headers) ?? []).Select(Header)],
                Body = parsed.GetValue(body) is { } source
                    ? await ReadAsync(source, cancellationToken)
                    : ChatBody.Of(parsed.GetValue(model)!, parsed.GetValue(text) ?? "Hello."),
                Upstream = parsed.GetValue(upstream),
                Workload = from,
            };
            var policies = lint.Document.Build(TimeProvider.System, CharacterTokenCounter.Instance, new CheckStates());
            var result = await PolicyTrial.RunAsync(policies, request, cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(json)
                ? ExplanationOutput.Json(lint, policies, result)
                : ExplanationOutput.Text(lint, policies, result));
            return ExitCodes.Success;
        });
        return command;
    }

    private static KeyValuePair<string, string> Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).IndexOfAnyExceptInRange('!', '~') < 0
            ? new(line[..colon], line[(colon + 1)..].Trim())
            : throw new UserErrorException("--header is a name, a colon and a value.");
    }

    private static WorkloadIdentity Workload(string text)
    {
        var names = text.Split('/');
        var pod = names is [_, _, var third] ? third : null;
        return names.Length is 2 or 3 && (pod is null || WorkloadIdentity.IsName(pod)) && WorkloadIdentity.TryCreate(names[0], names[1], AssumedIssuer) is { } identity
            ? identity with { Pod = pod }
            : throw new UserErrorException("--workload is NAMESPACE/SERVICEACCOUNT or NAMESPACE/SERVICEACCOUNT/POD, in names of Kubernetes.");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = source == "-" ? Console.OpenStandardInput() : File.OpenRead(source);
            using MemoryStream octets = new();
            var buffer = new byte[64 << 10];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (octets.Length + count > MaxBody)
                {
                    throw new UserErrorException("The body is larger than 64 MiB.");
                }

                octets.Write(buffer, 0, count);
            }

            return octets.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The body can't be read: {exception.Message}", exception);
        }
    }
}
