using System.Text;
using Xunit;

namespace Signet.Messaging.Tests;

public sealed class EnrolmentFormatTests
{
    private static readonly ProducerEnrolment Enrolment = new("gateway", "commit-1", "ed25519-tree", new byte[32], "token");

    [Fact]
    public void Write_ThenParse_GivesTheSameRequestAndTheReadersEvidence()
    {
        Assert.True(EnrolmentFormat.TryParse(EnrolmentFormat.Write(Enrolment), "shown here", out var read));
        Assert.Equal((Enrolment.ProducerId, Enrolment.KeyId, Enrolment.Alg, "shown here"), (read!.ProducerId, read.KeyId, read.Alg, read.Evidence));
        Assert.Equal(Enrolment.PublicKey.ToArray(), read.PublicKey.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"producer":"g","key_id":"k","public_key":"KEY"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"hmac-sha256","public_key":"KEY"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"ed25519"}""")]
    [InlineData("""{"producer":1,"key_id":"k","alg":"ed25519","public_key":"KEY"}""")]
    [InlineData("""{"producer":"G","key_id":"k","alg":"ed25519","public_key":"KEY"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"ed25519","public_key":"AAAA"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"ed25519","public_key":"!"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"ed25519","public_key":"KEY","evidence":"mine"}""")]
    [InlineData("""{"producer":"g","producer":"g","alg":"ed25519","public_key":"KEY"}""")]
    [InlineData("""{"producer":"g","key_id":"k","alg":"ed25519","public_key":"KEY"}{}""")]
    [InlineData("""{"producer":"\ud800","key_id":"k","alg":"ed25519","public_key":"KEY"}""")]
    [InlineData("""{"\ud800":"g","key_id":"k","alg":"ed25519","public_key":"KEY"}""")]
    public void TryParse_AnythingElse_IsRefused(string json) =>
        Assert.False(EnrolmentFormat.TryParse(Octets(json), "token", out _));

    [Fact]
    public void TryParse_OctetsThatAreNoText_AreRefused()
    {
        var json = Octets("""{"producer":"g","key_id":"k","alg":"ed25519","public_key":"KEY"}""");
        Assert.True(EnrolmentFormat.TryParse(json, "token", out _));
        for (var i = 0; i < json.Length; i++)
        {
            var changed = (byte[])json.Clone();
            changed[i] = 0xff;
            Assert.False(EnrolmentFormat.TryParse(changed, "token", out _));
        }
    }

    private static byte[] Octets(string json) =>
        Encoding.UTF8.GetBytes(json.Replace("KEY", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal));
}
