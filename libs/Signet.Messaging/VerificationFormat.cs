using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>A verifier's report on its way to the auditor: the octets of an entry that holds it, its number and time without meaning.</summary>
public static class VerificationFormat
{
    /// <summary>The path below the auditor's address.</summary>
    public const string Path = "verifications";

    /// <summary>The media type.</summary>
    public const string MediaType = "application/octet-stream";

    /// <summary>The most octets of a report.</summary>
    public const int MaxOctets = 4_096;

    /// <summary>Writes a report.</summary>
    /// <exception cref="ArgumentException">It breaks a limit of the format.</exception>
    public static byte[] Write(VerificationBody report) => EntryCodec.Write(new Entry(0, DateTimeOffset.UnixEpoch, report));

    /// <summary>Reads a report; null for anything else.</summary>
    public static VerificationBody? Read(ReadOnlyMemory<byte> octets) =>
        octets.Length <= MaxOctets ? EntryCodec.Read(octets).Entry?.Body as VerificationBody : null;
}
