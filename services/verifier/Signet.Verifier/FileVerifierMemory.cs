using System.Text;
using Signet.Ledger.Checkpoints;

namespace Signet.Verifier;

/// <summary>Keeps the last tree seen in one file: the three lines of a checkpoint.</summary>
public sealed class FileVerifierMemory : IVerifierMemory
{
    private const int MaxOctets = 1_024;

    private readonly string _path;

    /// <summary>Uses a file whose directory exists.</summary>
    public FileVerifierMemory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <inheritdoc/>
    public async ValueTask<Checkpoint?> RecallAsync(string logId, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        var text = new FileInfo(_path).Length <= MaxOctets ? await File.ReadAllTextAsync(_path, cancellationToken).ConfigureAwait(false) : "";
        return Checkpoint.TryReadText(text, out var seen) && seen!.LogId == logId
            ? seen
            : throw new IOException("The verifier's memory is damaged or of another log.");
    }

    /// <inheritdoc/>
    public async ValueTask RememberAsync(Checkpoint seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var temporary = _path + ".tmp";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(seen.Text), cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        // A crash leaves the old file or the new one, never half of either.
        File.Move(temporary, _path, overwrite: true);
    }
}
