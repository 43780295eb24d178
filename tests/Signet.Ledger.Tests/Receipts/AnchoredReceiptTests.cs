using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Receipts;

/// <summary>R2: an entry under a time-stamp, which holds with the authority's roots alone.</summary>
public sealed class AnchoredReceiptTests : IDisposable
{
    private const string LogId = EventSamples.LogId;

    private readonly TestPki _pki = TestPki.Shared;
    private readonly X509Certificate2 _tsa = TestPki.Shared.IssueEcdsa();
    private readonly LogBuilder _log;
    private readonly AnchorBody _anchor;
    private readonly byte[][] _entries;

    public AnchoredReceiptTests()
    {
        _log = new LogBuilder(anchors: AnchoredLog.Settings(_pki)) { Now = TestPki.Now.AddHours(-1) };
        _log.Segment(_log.Enrol("gateway-1"), _log.Commit("gateway-1", 0), _log.Commit("gateway-1", 1));
        _anchor = AnchoredLog.Anchor(_log, _pki, _tsa);
        Assert.True(SegmentObject.TryParse(_log.Segments[0], out var segment, out _));
        _entries = [.. segment!.Lines.Select(line => line.Entry.ToArray())];
    }

    public void Dispose()
    {
        _log.Dispose();
        _tsa.Dispose();
    }

    [Fact]
    public void Verify_EveryEntryOfTheAnchoredTree_ExistedByTheAnchorsTime()
    {
        for (var index = 0; index < _entries.Length; index++)
        {
            var text = Receipt(index).ToString();
            Assert.True(AnchoredReceipt.TryParse(text, out var read));
            Assert.Equal(text, read!.ToString());
            var proved = Verify(read);
            Assert.Equal((index, _anchor.GenTime), (proved!.Value.Entry.Seq, proved.Value.By));
            Assert.Equal(_entries[index], EntryCodec.Write(proved.Value.Entry));
        }
    }

    [Fact]
    public void ToString_Receipt_HasItsLines()
    {
        var lines = Receipt(2).ToString().Split('\n');
        Assert.Equal("signet.dev/anchored-proof@v1", lines[0]);
        Assert.Equal("extra " + Convert.ToBase64String(_entries[2]), lines[1]);
        Assert.Equal("index 2", lines[2]);
        var path = InclusionProof.Create(2, Leaves()).Count;
        Assert.Equal(["", LogId, "6", Convert.ToBase64String(Root().ToArray()), ""], lines[(3 + path)..(8 + path)]);
        Assert.StartsWith("anchor ", lines[8 + path], StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(lines[(9 + path)..]));
    }

    [Fact]
    public void Verify_AnotherLog_Null()
    {
        var receipt = Receipt(2);
        Assert.NotNull(Verify(receipt));
        Assert.Null(receipt.Verify("log.other", Check(LogId)));
        Assert.Null(receipt.Verify("log.other", Check("log.other")));
        Assert.Null(receipt.Verify(LogId, Check("log.other")));
        var renamed = receipt with { Checkpoint = receipt.Checkpoint with { LogId = "log.other" } };
        Assert.Null(Verify(renamed));
        Assert.Null(renamed.Verify("log.other", Check("log.other")));
    }

    [Fact]
    public void Verify_AnotherRootSizeIndexOrPath_Null()
    {
        var receipt = Receipt(2);
        Assert.Null(Verify(receipt with { Checkpoint = receipt.Checkpoint with { Root = Digest.Zero } }));
        Assert.Null(Verify(receipt with { Checkpoint = receipt.Checkpoint with { Size = 7 } }));
        Assert.Null(Verify(receipt with { Index = 3 }));
        Assert.Null(Verify(receipt with { Index = -1 }));
        Assert.Null(Verify(receipt with { Index = long.MaxValue }));
        Assert.Null(Verify(receipt with { Path = [] }));
        Assert.Null(Verify(receipt with { Path = [.. receipt.Path.Reverse()] }));
        Assert.Null(Verify(receipt with { Path = [.. receipt.Path, Digest.Zero] }));

        // A tree of one's own making, with the true anchor beside it.
        var forged = EntryCodec.Write(new Entry(0, EntrySamples.Noon, new HeartbeatBody { IntervalSeconds = 300 }));
        Assert.Null(Verify(receipt with
        {
            Entry = forged,
            Index = 0,
            Path = [],
            Checkpoint = new Checkpoint(LogId, 1, MerkleTree.HashLeaf(forged)),
        }));
    }

    [Fact]
    public void Verify_AlteredEntry_Null()
    {
        var receipt = Receipt(2);
        for (var at = 0; at < _entries[2].Length; at++)
        {
            byte[] altered = [.. _entries[2]];
            altered[at] ^= 1;
            Assert.Null(Verify(receipt with { Entry = altered }));
        }

        Assert.Null(Verify(receipt with { Entry = _entries[1] }));
        Assert.Null(Verify(receipt with { Entry = default }));
    }

    [Fact]
    public void Verify_LeafThatIsNoEntryOfItsIndex_Null()
    {
        foreach (var octets in new[] { EntryCodec.Write(new Entry(7, EntrySamples.Noon, new EndBody())), "{}"u8.ToArray() })
        {
            var root = MerkleTree.HashLeaf(octets);
            var anchor = Anchor(new Checkpoint(LogId, 1, root));
            var receipt = new AnchoredReceipt
            {
                Entry = octets,
                Index = 0,
                Path = [],
                Checkpoint = new Checkpoint(LogId, 1, root),
                Anchor = Octets(anchor),
            };
            Assert.Null(Check(LogId)(anchor));
            Assert.Null(Verify(receipt));
        }
    }

    [Fact]
    public void Verify_ForeignAnchor_Null()
    {
        var receipt = Receipt(2);
        var stranger = new TestPki();
        using var strangersTsa = stranger.IssueEcdsa();
        var foreign = Anchor(receipt.Checkpoint, stranger, strangersTsa);
        Assert.NotNull((receipt with { Anchor = Octets(foreign) }).Verify(LogId, AnchorChecks.For(LogId, [stranger.Trust])));
        Assert.Null(Verify(receipt with { Anchor = Octets(foreign) }));
        Assert.Null(receipt.Verify(LogId, AnchorChecks.For(LogId, [])));

        // Good tokens all of them, over another tree, size or log.
        Assert.Null(Verify(receipt with { Anchor = Octets(Anchor(receipt.Checkpoint with { Root = Digest.Zero })) }));
        Assert.Null(Verify(receipt with { Anchor = Octets(Anchor(receipt.Checkpoint with { Size = 7 })) }));
        Assert.Null(Verify(receipt with { Anchor = Octets(Anchor(receipt.Checkpoint with { LogId = "log.other" })) }));

        // An anchor that says what the receipt needs, around a token that says otherwise.
        var other = Anchor(receipt.Checkpoint with { Root = Digest.Zero });
        Assert.Null(Verify(receipt with { Anchor = Octets(other with { Root = _anchor.Root }) }));
        Assert.Null(Verify(receipt with { Anchor = _entries[2] }));
        Assert.Null(Verify(receipt with { Anchor = default }));
    }

    [Fact]
    public void Verify_AlteredTokenOrTime_NullOrTheSame()
    {
        var receipt = Receipt(2);
        var refused = 0;
        for (var at = 0; at < _anchor.Token.Length; at += 3)
        {
            var token = _anchor.Token.ToArray();
            token[at] ^= 1;
            var proved = Verify(receipt with { Anchor = Octets(_anchor with { Token = token }) });
            Assert.True(proved is not { } still || (still.Entry.Seq == 2 && still.By == _anchor.GenTime));
            refused += proved is null ? 1 : 0;
        }

        // A few tags and version numbers around the token are covered by no signature.
        Assert.True(refused > _anchor.Token.Length / 3 * 9 / 10);
        Assert.Null(Verify(receipt with { Anchor = Octets(_anchor with { GenTime = _anchor.GenTime.AddSeconds(-1) }) }));
        Assert.Null(Verify(receipt with { Anchor = Octets(_anchor with { Nonce = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 } }) }));
        Assert.Null(Verify(receipt with { Anchor = Octets(_anchor with { Token = default }) }));
    }

    [Fact]
    public void TryParse_AnySingleChange_IsRefusedOrSaysSomethingElse()
    {
        var text = Receipt(2).ToString();
        for (var i = 0; i < text.Length; i += i < 400 || i > text.Length - 20 ? 1 : 97)
        {
            foreach (var c in " \n=aA01+\0\u2014")
            {
                var (before, after) = (text[..i], text[(i + 1)..]);
                foreach (var mutated in new[] { before + c + after, before + c + text[i] + after, before + after })
                {
                    Assert.True(!AnchoredReceipt.TryParse(mutated, out var read) || read!.ToString() == mutated);
                }
            }
        }
    }

    [Theory]
    [InlineData("signet.dev/anchored-proof@v1", "signet.dev/anchored-proof@v2")]
    [InlineData("signet.dev/anchored-proof@v1", "c2sp.org/tlog-proof@v1")]
    [InlineData("index 2", "index 02")]
    [InlineData("index 2", "index 2\0")]
    [InlineData("index 2", "index -2")]
    [InlineData("\n6\n", "\n06\n")]
    [InlineData("\n6\n", "\n6 \n")]
    [InlineData("\n6\n", "\n")]
    [InlineData("\nanchor ", "\nanchor")]
    [InlineData("\nanchor ", "\nAnchor ")]
    [InlineData("\nanchor ", "\n\nanchor ")]
    [InlineData("\nanchor ", "anchor ")]
    [InlineData("log.example\n", "log example\n")]
    [InlineData("extra ", "extra  ")]
    public void TryParse_AnotherForm_Refused(string piece, string replacement)
    {
        var text = Receipt(2).ToString();
        Assert.True(AnchoredReceipt.TryParse(text, out _));
        Assert.Contains(piece, text, StringComparison.Ordinal);
        Assert.False(AnchoredReceipt.TryParse(text.Replace(piece, replacement, StringComparison.Ordinal), out _));
        Assert.False(AnchoredReceipt.TryParse(text[..^1], out _));
        Assert.False(AnchoredReceipt.TryParse(text + "\n", out _));
        Assert.False(AnchoredReceipt.TryParse(text.Replace("\n", "\r\n", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void TryParse_NoTextOrTooMuch_Refused()
    {
        Assert.False(AnchoredReceipt.TryParse(null, out _));
        Assert.False(AnchoredReceipt.TryParse("", out _));
        Assert.False(AnchoredReceipt.TryParse(new string('x', AnchoredReceipt.MaxLength + 1), out _));
        var receipt = Receipt(2);
        Assert.True(AnchoredReceipt.TryParse((receipt with { Path = [.. Enumerable.Repeat(Digest.Zero, 63)] }).ToString(), out _));
        Assert.False(AnchoredReceipt.TryParse((receipt with { Path = [.. Enumerable.Repeat(Digest.Zero, 64)] }).ToString(), out _));
        Assert.False(AnchoredReceipt.TryParse((receipt with { Anchor = new byte[AnchoredReceipt.MaxLength] }).ToString(), out _));
    }

    private static byte[] Octets(AnchorBody anchor) => EntryCodec.Write(new Entry(9, TestPki.Now, anchor));

    private Digest[] Leaves() => [.. _entries.Select(entry => MerkleTree.HashLeaf(entry))];

    private Digest Root() => InclusionProof.RootOf(Leaves());

    private AnchoredReceipt Receipt(int index) => new()
    {
        Entry = _entries[index],
        Index = index,
        Path = InclusionProof.Create(index, Leaves()),
        Checkpoint = new Checkpoint(LogId, _entries.Length, Root()),
        Anchor = Octets(_anchor),
    };

    private (Entry Entry, DateTimeOffset By)? Verify(AnchoredReceipt receipt) => receipt.Verify(LogId, Check(LogId));

    private Func<AnchorBody, string?> Check(string logId) => AnchorChecks.For(logId, [_pki.Trust]);

    private AnchorBody Anchor(Checkpoint tree, TestPki? pki = null, X509Certificate2? tsa = null)
    {
        var query = TimestampQuery.Create(AnchorStatement.Create(tree.LogId, tree.Size, tree.Root.ToArray()), TokenForge.UsualPolicy);
        var response = new TokenForge(tsa ?? _tsa, query).Response();
        var verdict = AnchorVerifier.VerifyResponse(query, response, TestPki.Now, TestPki.Now, (pki ?? _pki).Trust, out var body);
        return verdict.Ok ? body! : throw new InvalidOperationException(verdict.Text);
    }
}
