using System.CommandLine;
using Signet.Cli.Diagnosis;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet health URL...</c>: exit code 0 when each answers 200, else 1. For images that have neither a shell nor another client.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var urls = new Argument<string[]>("URL")
        {
            Description = "A health page, such as http://gateway:8444/readyz.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the answers as JSON." };
        var command = new Command("health", "Ask services how they are. Exit code 0 when all of them answer 200.") { urls, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var addresses = parsed.GetValue(urls)!.Select(url => HttpAddress.Parse(url, "URL")).ToList();
            using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
            using var client = new HttpClient(handler) { Timeout = Patience };
            var answers = new List<HealthAnswer>();
            foreach (var address in addresses)
            {
                answers.Add(await AskAsync(client, address, cancellationToken));
            }

            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? HealthOutput.Json(answers) : HealthOutput.Text(answers));
            return answers.All(answer => answer.IsWell) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<HealthAnswer> AskAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new HealthAnswer(address, (int)answer.StatusCode, null);
        }
        catch (HttpRequestException)
        {
            return new HealthAnswer(address, null, "doesn't answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthAnswer(address, null, "takes too long");
        }
    }
}
