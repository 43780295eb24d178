using System.IO.Compression;

namespace Signet.Corpora.Recipes;

/// <summary>Compressed octets; a recipe writes them as text with a further encoding.</summary>
internal static class Compressions
{
    public static byte[] Gzip(byte[] octets) => Through(octets, output => new GZipStream(output, CompressionLevel.SmallestSize));

    public static byte[] ZLib(byte[] octets) => Through(octets, output => new ZLibStream(output, CompressionLevel.SmallestSize));

    private static byte[] Through(byte[] octets, Func<Stream, Stream> open)
    {
        using var output = new MemoryStream();
        using (var stream = open(output))
        {
            stream.Write(octets);
        }

        return output.ToArray();
    }
}
