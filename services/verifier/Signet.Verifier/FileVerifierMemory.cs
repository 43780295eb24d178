using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Shared.Posix;

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
        var text = "";
        try
        {
            await using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read);
            var octets = new byte[MaxOctets + 1];
            var length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            text = length <= MaxOctets ? Encoding.UTF8.GetString(octets, 0, length) : "";
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            // Not the same as nothing there: that would forget what was seen.
            throw new IOException("The verifier's memory can't be read.", exception);
        }

        return Checkpoint.TryReadText(text, out var seen) && seen!.LogId == logId
            ? seen
            : throw new IOException("The verifier's memory is damaged or of another log.");
    }

    /// <inheritdoc/>
    public async ValueTask RememberAsync(Checkpoint seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var temporary = _path + ".tmp";
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(seen.Text), cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            // A crash leaves the old file or the new one, never half of either.
            File.Move(temporary, _path, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The verifier's memory can't be written.", exception);
        }

        if (PosixFile.IsSupported)
        {
            PosixFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        }
    }
}
