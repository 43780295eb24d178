using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Signet.Cli.Diagnosis;

/// <summary>The runtime, this signet, and the services that say what they are and how they are.</summary>
internal sealed class VersionExaminer(DoctorOptions options, Asking asking, string version) : IExaminer
{
    public string Area => "versions";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Finding.Good(Area, $"signet {version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        foreach (var address in options.Management)
        {
            yield return await VersionAsync(address, cancellationToken);
            yield return await ReadinessAsync(address, cancellationToken);
        }
    }

    private async Task<Finding> VersionAsync(Uri address, CancellationToken cancellationToken)
    {
        var (answer, why) = await asking.GetAsync(new Uri(address, "/version"), cancellationToken);
        if (answer is null)
        {
            return Finding.Failure(Area, $"{address} doesn't answer: {why}", "Start the service, or correct --management.");
        }

        if (answer.Status != 200 || Text(answer.Body, "version") is not { } theirs)
        {
            return Finding.Failure(Area, $"{address} is no management address of signet", "Give the address of /healthz and /version with --management.");
        }

        var service = Text(answer.Body, "service") ?? "service";
        return theirs == version
            ? Finding.Good(Area, $"{service} at {address} is of the same version")
            : Finding.Warning(Area, $"{service} at {address} is of version {theirs}", "Use the signet command of the version that runs.");
    }

    private async Task<Finding> ReadinessAsync(Uri address, CancellationToken cancellationToken)
    {
        var (answer, why) = await asking.GetAsync(new Uri(address, "/readyz"), cancellationToken);
        return answer switch
        {
            null => Finding.Failure(Area, $"{address} doesn't say whether it is ready: {why}", "Look at the service's log."),
            { Status: 200 } when Text(answer.Body, "status") is "ready" => Finding.Good(Area, $"{address} is ready"),
            { Status: 200 } => Finding.Warning(Area, $"{address} is ready, and {Text(answer.Body, "status") ?? "says more"}", $"Look at {new Uri(address, "/readyz")}: it names the part."),
            _ => Finding.Failure(Area, $"{address} is not ready", $"Look at {new Uri(address, "/readyz")}: it names the part."),
        };
    }

    private static string? Text(byte[] body, string member)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
