using CsCheck;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class AnchorMutationTests
{
    private static readonly TestPki Pki = TestPki.Shared;
    private static readonly byte[] Masks = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF];

    [Fact]
    public void VerifyResponse_AnyOneOctetChanged_IsRefusedOrSaysTheSame()
    {
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement);
        byte[] response = new TokenForge(Pki.IssueEcdsa(), query).Response();
        int refused = 0;
        for (int i = 0; i < response.Length; i++)
        {
            foreach (byte mask in Masks)
            {
                byte[] mutated = (byte[])response.Clone();
                mutated[i] ^= mask;
                AnchorVerdict verdict = Check(query, mutated, out AnchorBody? body);
                if (!verdict.Ok)
                {
                    Assert.Null(body);
                    refused++;
                    continue;
                }

                Assert.Equal((TestPki.Now, TokenForge.UsualPolicy), (body!.GenTime, body.Policy));
                Assert.True(AnchorVerifier.Verify(body, "log.test", Pki.Trust).Ok);
            }
        }

        // What may vary is what neither signature covers: a few outer tags and version numbers.
        Assert.InRange(refused, response.Length * Masks.Length * 95 / 100, response.Length * Masks.Length);
    }

    [Fact]
    public void VerifyResponse_Truncated_IsRefused()
    {
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement);
        byte[] response = new TokenForge(Pki.IssueEcdsa(), query).Response();
        for (int length = 0; length < response.Length; length++)
        {
            Assert.False(Check(query, response[..length], out _).Ok);
        }
    }

    [Fact]
    public void VerifyResponse_DeepNesting_IsRefused()
    {
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement);
        byte[] nested = new byte[AnchorVerifier.MaxResponseOctets];
        for (int i = 0; i < nested.Length; i += 2)
        {
            nested[i] = 0x30;
            nested[i + 1] = 0x80;
        }

        Assert.Equal(AnchorReason.MalformedResponse, Check(query, nested, out _).Reason);
    }

    [Fact]
    public void Verify_AnyOctets_AreRefusedWithoutAnException()
    {
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement);
        byte[] response = new TokenForge(Pki.IssueEcdsa(), query).Response();
        Assert.True(Check(query, response, out AnchorBody? body).Ok);
        Gen<byte[]> cut =
            from start in Gen.Int[0, response.Length - 1]
            from junk in Gen.Byte.Array[0, 64]
            select (byte[])[.. response.AsSpan(0, start), .. junk, .. response.AsSpan(Math.Min(response.Length, start + junk.Length))];
        Gen.OneOf(Gen.Byte.Array[0, 512], cut).Sample(
            octets => !Check(query, octets, out AnchorBody? found).Ok || found!.GenTime == TestPki.Now, iter: 2000);
        Gen.OneOf(Gen.Byte.Array[0, 512], cut).Sample(
            octets => !AnchorVerifier.Verify(body! with { Token = octets }, "log.test", Pki.Trust).Ok, iter: 1000);
        Gen.Byte.Array[0, 64].Sample(
            octets => !AnchorVerifier.Verify(body! with { Certs = [octets] }, "log.test", Pki.Trust).Ok, iter: 1000);
    }

    private static AnchorVerdict Check(TimestampQuery query, byte[] response, out AnchorBody? body) =>
        AnchorVerifier.VerifyResponse(query, response, TestPki.Now, TestPki.Now, Pki.Trust, out body);
}
