using System.Text;

namespace Signet.Verifier;

/// <summary>Keeps what was seen of one log in one file.</summary>
public sealed class FileVerifierMemory : IVerifierMemory
{
    private readonly string _path;

    /// <summary>Uses a file whose directory exists.</summary>
    public FileVerifierMemory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <inheritdoc/>
    public async ValueTask<SeenLog?> RecallAsync(string logId, CancellationToken cancellationToken)
    {
        var text = "";
        try
        {
            await using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read);
            if (stream.Length <= SeenLog.MaxOctets)
            {
                var octets = new byte[stream.Length];
                var length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                text = Encoding.UTF8.GetString(octets, 0, length);
            }
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

        return SeenLog.Read(text, logId) ?? throw new IOException("The verifier's memory is damaged or of another log.");
    }

    /// <inheritdoc/>
    public ValueTask RememberAsync(SeenLog seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return DurableFile.WriteAsync(_path, Encoding.UTF8.GetBytes(seen.Text), cancellationToken);
    }
}
