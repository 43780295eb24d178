using System.Buffers;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.Bench.Stored;

/// <summary>Reads segments as anybody would with Amazon's client: nothing set but where the server is, and every object to its end.</summary>
internal sealed class PlainReader : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;

    public PlainReader(string location, S3Settings settings)
    {
        var place = new Uri(location);
        (_bucket, _prefix) = (place.Host, place.AbsolutePath.Trim('/'));
        var config = new AmazonS3Config
        {
            ServiceURL = settings.Endpoint!.AbsoluteUri,
            ForcePathStyle = settings.PathStyle,
            AuthenticationRegion = settings.Region,
        };
        _client = new AmazonS3Client(
            new BasicAWSCredentials(File.ReadAllText(settings.AccessKeyPath!).Trim(), File.ReadAllText(settings.SecretKeyPath!).Trim()), config);
    }

    public async Task<long> ReadAsync(SegmentVersion version)
    {
        var key = $"{_prefix}/log/{SampleLog.LogId}/seg/{version.Segment:d20}.ndjson";
        using var response = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key, VersionId = version.VersionId });
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            var octets = 0L;
            while (await response.ResponseStream.ReadAsync(buffer) is var read and > 0)
            {
                octets += read;
            }

            return octets;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _client.Dispose();
}
