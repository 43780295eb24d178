using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Signet.Ledger.Hashing;
using Xunit;

namespace Signet.Ledger.Tests.Hashing;

public class Sha256Tests
{
    public static TheoryData<string> Kinds => HashContexts.Kinds;

    /// <summary>The examples of FIPS 180-4 that NIST publishes, by kind.</summary>
    public static TheoryData<string, string, int, string> Published
    {
        get
        {
            var data = new TheoryData<string, string, int, string>();
            foreach (var kind in HashContexts.Kinds)
            {
                data.Add(kind, "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
                data.Add(kind, "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
                data.Add(
                    kind, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
                data.Add(
                    kind,
                    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                    1,
                    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
                data.Add(kind, "a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Finish_PublishedExample_IsItsDigest(string kind, string text, int times, string digest)
    {
        using var sut = new Sha256(HashContexts.Create(kind));
        for (var i = 0; i < times; i++)
        {
            sut.Append(Encoding.ASCII.GetBytes(text));
        }

        Assert.Equal(digest, sut.Finish().ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Finish_AnyPieces_IsTheDigestOfAllAndBeginsAnew(string kind)
    {
        using var sut = new Sha256(HashContexts.Create(kind));
        Gen.Byte.Array[0, 300].List[0, 6].Sample(
            pieces =>
            {
                var all = new List<byte>();
                foreach (var piece in pieces)
                {
                    sut.Append(piece);
                    all.AddRange(piece);
                    Assert.Equal(new Digest(SHA256.HashData([.. all])), sut.Current());
                }

                Assert.Equal(new Digest(SHA256.HashData([.. all])), sut.Finish());
            },
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Clone_AtAnyPlace_GoesItsOwnWay(string kind) =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 200]).Sample((first, left, right) =>
        {
            using var sut = new Sha256(HashContexts.Create(kind));
            sut.Append(first);
            using var clone = sut.Clone();
            sut.Append(left);
            clone.Append(right);

            Assert.Equal(new Digest(SHA256.HashData([.. first, .. left])), sut.Finish());
            Assert.Equal(new Digest(SHA256.HashData([.. first, .. right])), clone.Finish());
            Assert.Equal(Digest.Of([]), clone.Finish());
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Append_Megabytes_IsTheirDigest(string kind)
    {
        byte[] octets = [.. Enumerable.Range(0, (3 << 20) + 1).Select(i => (byte)(i * 31 >> 3))];
        using var sut = new Sha256(HashContexts.Create(kind));
        sut.Append(octets);

        Assert.Equal(new Digest(SHA256.HashData(octets)), sut.Finish());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Finish_ManyThreadsEachWithItsOwn_AllRight(string kind)
    {
        var wrong = 0;
        Parallel.For(0, 64, number =>
        {
            using var sut = new Sha256(HashContexts.Create(kind));
            for (var length = 0; length < 200; length++)
            {
                var octets = Enumerable.Repeat((byte)number, length).ToArray();
                sut.Append(octets);
                if (sut.Finish() != new Digest(SHA256.HashData(octets)) || Digest.Of(octets, octets) != Digest.Of([.. octets, .. octets]))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Append_AfterAFailure_IsRefusedForGood()
    {
        var sut = new Sha256(new FailingContext());

        Assert.Throws<CryptographicException>(() => sut.Append("a"u8));
        Assert.Throws<InvalidOperationException>(() => sut.Append("a"u8));
        Assert.Throws<InvalidOperationException>(() => sut.Current());
        Assert.Throws<InvalidOperationException>(() => sut.Clone());
        Assert.Throws<InvalidOperationException>(() => sut.Finish());
        sut.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Append_AfterDispose_IsRefused(string kind)
    {
        var sut = new Sha256(HashContexts.Create(kind));
        sut.Dispose();
        sut.Dispose();

        Assert.Throws<InvalidOperationException>(() => sut.Append("a"u8));
        Assert.Throws<InvalidOperationException>(() => sut.Finish());
    }

    [Fact]
    public void Dispose_OnceOnly_FreesTheContext()
    {
        var context = new FailingContext();
        var sut = new Sha256(context);
        sut.Dispose();

        Assert.True(context.IsDisposed);
    }

    [Fact]
    public void Take_AfterAFailure_IsANewOne()
    {
        HashContext.GiveBack(new FailingContext());

        Assert.Throws<CryptographicException>(() => Digest.Of("a"u8));
        Assert.Equal(new Digest(SHA256.HashData("a"u8)), Digest.Of("a"u8));
    }

    [Fact]
    public void Of_AnyTwoParts_IsTheDigestOfBothAfterAnother() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 5_000]).Sample((first, second) =>
            Assert.Equal(new Digest(SHA256.HashData([.. first, .. second])), Digest.Of(first, second)));
}
