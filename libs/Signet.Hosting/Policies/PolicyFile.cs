using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Signet.Policy.Documents;

namespace Signet.Hosting.Policies;

/// <summary>
/// A policy file, read from YAML into the JSON that is bound to a policy. Of YAML 1.2 it takes the core schema without anchors, aliases, tags and
/// directives; a duplicate key is an error. What the file means is not looked at here.
/// </summary>
public sealed class PolicyFile
{
    /// <summary>The largest file: 1 MiB.</summary>
    public const int MaxOctets = 1024 * 1024;

    /// <summary>The deepest nesting, with the outermost mapping as 1.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyDictionary<string, PolicyPosition> _positions;

    private PolicyFile(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, PolicyPosition> positions, string sha256)
    {
        (Json, _positions, Sha256) = (json, positions, sha256);
    }

    /// <summary>The content as one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Lowercase hex SHA-256 of the file's octets as they are stored, comments included.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a policy from a file's octets.</summary>
    /// <exception cref="PolicyFileException">The octets are too many, no UTF-8, or no YAML of the form that is taken.</exception>
    public static PolicyFile Parse(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxOctets)
        {
            throw new PolicyFileException($"The file is larger than {MaxOctets} octets.");
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(octets.StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets);
        }
        catch (DecoderFallbackException exception)
        {
            throw new PolicyFileException("The file is not UTF-8.", innerException: exception);
        }

        (ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, PolicyPosition> positions) = YamlToJson.Convert(text);
        return new PolicyFile(json, positions, Convert.ToHexStringLower(SHA256.HashData(octets)));
    }

    /// <summary>Where a member stands in the file, or, where it doesn't, the nearest that holds it; the file's start for the whole.</summary>
    /// <param name="path">A JSON Pointer (RFC 6901) into <see cref="Json"/>.</param>
    public PolicyPosition Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (string at = path; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (_positions.TryGetValue(at, out PolicyPosition position))
            {
                return position;
            }
        }

        return new PolicyPosition(1, 1);
    }

    /// <summary>What is wrong and where, in one line.</summary>
    public string Describe(PolicyError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        PolicyPosition at = Locate(error.Path);
        return string.Create(CultureInfo.InvariantCulture, $"line {at.Line}, column {at.Column}: {error}");
    }

    /// <summary>Reads a policy from a file.</summary>
    /// <exception cref="PolicyFileException">The file can't be opened or read, or <see cref="Parse"/> refuses it.</exception>
    public static async Task<PolicyFile> LoadAsync(string path, CancellationToken cancellationToken) =>
        Parse((await ReadAsync(path, cancellationToken)).Span);

    /// <summary>Reads a file's octets, one more than <see cref="MaxOctets"/> at most.</summary>
    /// <exception cref="PolicyFileException">The file can't be opened or read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] octets = GC.AllocateUninitializedArray<byte>(MaxOctets + 1);
        int count;
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            count = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PolicyFileException("The file can't be opened or read.", innerException: exception);
        }

        return octets.AsMemory(0, count);
    }
}
