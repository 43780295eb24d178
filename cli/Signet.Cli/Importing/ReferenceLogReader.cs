using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Signet.Cli.Importing;

/// <summary>
/// Walks a log file of the reference implementation from its first line to its last and checks each entry as that implementation does: its link to the
/// entry before, the key that it names, its HMAC. Goes on behind a malformed line, which that implementation doesn't. Flat in memory.
/// </summary>
internal sealed class ReferenceLogReader(Stream file, string keyId, ReadOnlyMemory<byte>? secret) : IDisposable
{
    /// <summary>The longest line that is read.</summary>
    public const int MaxLine = 16 << 20;

    private const int MaxBreaks = 10_000;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<ReferenceBreak> _breaks = [];
    private string _previous = "";

    /// <summary>The first so many breaks.</summary>
    public IReadOnlyList<ReferenceBreak> Breaks => _breaks;

    public long BreakCount { get; private set; }

    public long Entries { get; private set; }

    public long Octets { get; private set; }

    /// <summary>The HMAC of the last entry; empty for none.</summary>
    public string Head => _previous;

    /// <summary>SHA-256 of the file's octets, once they are all read.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The well-formed entries, and whether each is as it was written. An entry is gone when the next is asked for.</summary>
    public async IAsyncEnumerable<(long Line, ReferenceEntry Entry, bool Holds)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var octets in LinesAsync(cancellationToken))
        {
            number++;
            var line = number == 1 && octets.Span.StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets;
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            using var entry = line.Length <= MaxLine ? ReferenceEntry.TryRead(line) : null;
            if (entry is null)
            {
                Add(number, "malformed_line");
                continue;
            }

            Entries++;
            var fault = FaultOf(entry);
            if (fault is not null)
            {
                Add(number, fault);
            }

            _previous = entry.Hmac;
            yield return (number, entry, fault is null);
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        file.Dispose();
    }

    private string? FaultOf(ReferenceEntry entry)
    {
        if (entry.Previous != _previous)
        {
            return "link_mismatch";
        }

        if (secret is not { } key)
        {
            return null;
        }

        if (entry.KeyId is not { } named)
        {
            return "missing_key_id";
        }

        return named != keyId ? "unknown_key" : entry.IsMadeWith(key.Span) ? null : "self_mismatch";
    }

    private void Add(long line, string kind)
    {
        BreakCount++;
        if (_breaks.Count < MaxBreaks)
        {
            _breaks.Add(new ReferenceBreak(line, kind));
        }
    }

    /// <summary>The lines; of one that is too long as much as shows that it is.</summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        using var line = new MemoryStream();
        while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            _hash.AppendData(buffer, 0, count);
            Octets += count;
            var from = 0;
            for (var end = Array.IndexOf(buffer, (byte)'\n', 0, count); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', from, count - from))
            {
                Append(line, buffer.AsSpan(from, end - from));
                yield return line.ToArray();
                line.SetLength(0);
                from = end + 1;
            }

            Append(line, buffer.AsSpan(from, count - from));
        }

        if (line.Length > 0)
        {
            yield return line.ToArray();
        }
    }

    private static void Append(MemoryStream line, ReadOnlySpan<byte> octets) =>
        line.Write(octets[..(int)Math.Min(octets.Length, MaxLine + 1 - line.Length)]);
}
