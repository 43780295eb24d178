using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Configuration;
using Signet.Cli.Manifests;
using Signet.Cli.Output;
using Signet.Injector;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary><c>signet inject -f FILE</c>: what the webhook does, without a cluster. Exit code 1 when something is refused, and then nothing is written.</summary>
internal static class InjectCommand
{
    private const int MaxOctets = 16 << 20;

    public static Command Create()
    {
        var file = new Option<string>("--file", "-f") { Description = "The manifest, or - for the standard input.", Required = true };
        var settings = new Option<string>("--settings")
        {
            Description = "The injector's settings: a JSON file with the section Injector, as the chart's ConfigMap holds it.",
            Required = true,
        };
        var labels = new Option<string[]>("--namespace-label")
        {
            Description = "A label of the namespace that the objects are for, as in signet.dev/inject=enabled. May be given several times.",
        };
        var json = new Option<bool>("--json") { Description = "Print what becomes of each document, with its JSON patch, and no YAML." };
        var command = new Command("inject", "Add the gateway to the pods of a manifest, as the injector does in a cluster.") { file, settings, labels, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = ReadSettings(parsed.GetValue(settings)!);
            var namespaceLabels = (parsed.GetValue(labels) ?? []).Select(Label).DistinctBy(pair => pair.Key).ToDictionary();
            var documents = ManifestReader.Read(await ReadAsync(parsed.GetValue(file)!, cancellationToken));
            var injections = documents.Select(document => ManifestInjection.Of(document, namespaceLabels, read)).ToList();
            var isRefused = injections.Any(injection => injection.Result?.IsRefused == true);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(InjectionOutput.Json(injections));
            }
            else if (isRefused)
            {
                await Console.Error.WriteLineAsync(SafeText.Of(InjectionOutput.Refusals(injections)));
            }
            else
            {
                await Console.Out.WriteAsync(InjectionOutput.Yaml(injections));
            }

            return isRefused ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static KeyValuePair<string, string> Label(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new(text[..at], text[(at + 1)..])
        : throw new UserErrorException("--namespace-label is a name, = and a value.");

    private static InjectorSettings ReadSettings(string path)
    {
        try
        {
            return InjectorSettings.Read(new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false).Build());
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The settings can't be used: {exception.Message}", exception);
        }
    }

    private static async Task<string> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = source == "-" ? Console.OpenStandardInput() : File.OpenRead(source);
            using MemoryStream octets = new();
            var buffer = new byte[64 << 10];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (octets.Length + count > MaxOctets)
                {
                    throw new UserErrorException("The manifest is larger than 16 MiB.");
                }

                octets.Write(buffer, 0, count);
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets.GetBuffer(), 0, (int)octets.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new UserErrorException($"The manifest can't be read: {exception.Message}", exception);
        }
    }
}
