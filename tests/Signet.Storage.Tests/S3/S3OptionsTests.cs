using Signet.Storage.S3;
using Xunit;

namespace Signet.Storage.Tests.S3;

public sealed class S3OptionsTests
{
    public static TheoryData<string, Action<S3Settings>> Unusable => new()
    {
        { "S3://log", _ => { } },
        { "s3://", _ => { } },
        { "s3://Log", _ => { } },
        { "s3://log/../x", _ => { } },
        { "s3://log/a//b", _ => { } },
        { "s3://log", settings => settings.DerivedBucket = "" },
        { "s3://log", settings => settings.DerivedBucket = "log" },
        { "s3://log", settings => settings.ClaimBucket = "claims" },
        { "s3://log", settings => settings.SlotMode = S3SlotMode.Claim },
        { "s3://log", settings => (settings.SlotMode, settings.ClaimBucket) = (S3SlotMode.Claim, "log") },
        { "s3://log", settings => settings.RetainDays = 0 },
        { "s3://log", settings => settings.MaxAttempts = 0 },
        { "s3://log", settings => settings.ReadTimeout = TimeSpan.Zero },
        { "s3://log", settings => settings.WriteTimeout = TimeSpan.FromHours(1) },
        { "s3://log", settings => settings.AccessKeyPath = "/key" },
        { "s3://log", settings => settings.Endpoint = new Uri("http://store.example") },
        { "s3://log", settings => settings.Endpoint = new Uri("https://user:password@store.example") },
        { "s3://log", settings => settings.Endpoint = new Uri("ftp://store.example") },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void OpenReader_UnusableSettings_Throws(string location, Action<S3Settings> change)
    {
        var settings = new S3Settings { DerivedBucket = "derived" };
        change(settings);

        Assert.ThrowsAny<Exception>(() => StoreLocation.OpenReader(location, settings, TimeProvider.System));
    }

    [Theory]
    [InlineData("s3://log", "")]
    [InlineData("s3://log/", "")]
    [InlineData("s3://log/prod/eu", "prod/eu/")]
    [InlineData("s3://log/prod/", "prod/")]
    public void Location_OfABucket_NamesIt(string location, string prefix)
    {
        string[] parts = location[5..].Split('/', 2);
        var options = new S3Options(parts[0], parts.ElementAtOrDefault(1) ?? "", new S3Settings { DerivedBucket = "derived" });

        Assert.Equal(("log", prefix), (options.SegmentBucket, options.Prefix));
        Assert.IsType<S3SegmentReader>(StoreLocation.OpenReader(location, new S3Settings { DerivedBucket = "derived", Region = "eu-central-1" }, TimeProvider.System).History);
    }

    [Fact]
    public void Endpoint_PlainHttp_IsForThisMachineOrWhoeverAsksForIt()
    {
        _ = new S3Options("log", "", new S3Settings { DerivedBucket = "derived", Endpoint = new Uri("http://127.0.0.1:8000") });
        _ = new S3Options("log", "", new S3Settings { DerivedBucket = "derived", Endpoint = new Uri("http://store.example"), AllowPlainHttp = true });
    }
}
