using System.Text;
using Signet.Ledger.Anchors;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Witnesses;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>What comes to and from witnesses, and revocation lists.</summary>
internal static class WitnessTargets
{
    private static readonly AddCheckpointRequest[] Requests =
    [
        new(0, [], "log.example\n1\n"u8.ToArray()),
        new(20_852_014, [Digest.Of("a"u8), Digest.Of("b"u8)], Encoding.UTF8.GetBytes("log.example\n20852163\nroot\n\n\u2014 log.example AAAA\n")),
    ];

    private static readonly CosignerKey Key = CosignerKey.Create("witness.example/w1", new byte[32]);

    public static FuzzTarget[] All { get; } =
    [
        new("add-checkpoint", ["AddCheckpointRequest.TryParse"], [.. Requests.Select(request => request.Write())], Parses),
        new("tree-size", ["AddCheckpointRequest.TryParseSize"], FuzzTargets.Octets("0", "20852163"), ParsesSize),
        new("cosigner-key", ["CosignerKey.TryParse", "KeyText.TryParse"], FuzzTargets.Octets(Key.ToString()), ReadsKey),
        new("revocation-list", ["RevocationList.Read"], [RevocationListTests.Sample], ReadsList),
    ];

    private static bool Parses(byte[] octets)
    {
        var read = AddCheckpointRequest.TryParse(octets, out var request);
        if (read)
        {
            FuzzTargets.Same(octets, request!.Write());
            Assert.True(request.OldSize >= 0 && request.Proof.Count <= AddCheckpointRequest.MaxProof);
        }

        return read;
    }

    private static bool ParsesSize(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var read = AddCheckpointRequest.TryParseSize(text, out var size);
        Assert.True(!read || (size >= 0 && size.ToString(System.Globalization.CultureInfo.InvariantCulture) == text));
        return read;
    }

    private static bool ReadsKey(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var read = CosignerKey.TryParse(text, out var key);
        Assert.True(!read || key!.ToString() == text);
        return read;
    }

    private static bool ReadsList(byte[] octets)
    {
        try
        {
            var list = RevocationList.Read(octets);
            return list.NextUpdate is not { } next || next > DateTimeOffset.MinValue;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
