using Signet.Shared.Posix;

namespace Signet.Verifier;

/// <summary>Files that are whole whenever somebody reads them: a crash leaves the old one or the new one, never half of either.</summary>
internal static class DurableFile
{
    /// <exception cref="IOException">The file could not be written.</exception>
    public static async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var temporary = path + ".tmp";
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                await stream.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("A file of the verifier can't be written.", exception);
        }

        if (PosixFile.IsSupported)
        {
            PosixFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }
}
