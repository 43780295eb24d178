using System.Text;

namespace Signet.Verifier.Publishing;

/// <summary>Writes each outcome to the files that are asked for, each whole or not at all.</summary>
internal sealed class ReportFiles(ReportFilesOptions files) : IOutcomeSink
{
    private const int MaxBefore = 1024 * 1024;

    public string Name => "files";

    public async ValueTask PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        await WriteAsync(files.Text, () => VerificationOutput.Text(outcome) + "\n", cancellationToken).ConfigureAwait(false);
        await WriteAsync(files.Json, () => VerificationOutput.Json(outcome) + "\n", cancellationToken).ConfigureAwait(false);
        await WriteAsync(files.Sarif, () => VerificationOutput.Sarif(outcome) + "\n", cancellationToken).ConfigureAwait(false);
        await WriteAsync(files.Prometheus, () => VerificationOutput.Prometheus(outcome, Before(files.Prometheus!)), cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask WriteAsync(string? path, Func<string> text, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            await DurableFile.WriteAsync(path, Encoding.UTF8.GetBytes(text()), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? Before(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file is { Exists: true, Length: <= MaxBefore } ? File.ReadAllText(path) : null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The metrics file can't be read.", exception);
        }
    }
}
