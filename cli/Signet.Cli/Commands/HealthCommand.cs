using System.CommandLine;

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
        var command = new Command("health", "Ask services how they are. Exit code 0 when all of them answer 200.") { urls };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var addresses = parsed.GetValue(urls)!.Select(url => HttpAddress.Parse(url, "URL")).ToList();
            using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
            using var client = new HttpClient(handler) { Timeout = Patience };
            var exit = ExitCodes.Success;
            foreach (var address in addresses)
            {
                var answer = await AskAsync(client, address, cancellationToken);
                await Console.Out.WriteLineAsync($"{address} {answer}");
                exit = answer == "200" ? exit : ExitCodes.Failure;
            }

            return exit;
        });
        return command;
    }

    private static async Task<string> AskAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return "doesn't answer";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "takes too long";
        }
    }
}
