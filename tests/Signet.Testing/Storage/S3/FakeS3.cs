using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Signet.Testing.Storage.S3;

/// <summary>
/// A server that behaves as Amazon documents S3 with Object Lock, in memory and without a socket: conditional writes are atomic, and whoever
/// loses one is told 412, or 409 when both were under way at the same time. Checks no signatures. Fails as it is told.
/// </summary>
public sealed class FakeS3 : HttpMessageHandler
{
    /// <summary>The bucket with Object Lock.</summary>
    public const string Locked = "log-bucket";

    /// <summary>The bucket of derived objects.</summary>
    public const string Derived = "derived-bucket";

    /// <summary>The bucket of claims.</summary>
    public const string Claims = "claim-bucket";

    private static readonly EntityTagHeaderValue OtherTag = new("\"0123456789abcdef0123456789abcdef\"");

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Bucket, string Key), List<FakeS3Version>> _objects = new(KeyOrder.Instance);
    private readonly HashSet<(string Bucket, string Key)> _underWay = [];
    private readonly List<FakeS3Request> _requests = [];
    private (string Bucket, string Key)? _newest;
    private int _versions;

    /// <summary>What becomes of each request; null for no faults.</summary>
    public Func<FakeS3Request, FakeS3Fault>? Fault { get; set; }

    /// <summary>False lets everybody create what is there already, as Ceph does in locked buckets.</summary>
    public bool IsAtomic { get; set; } = true;

    /// <summary>False takes locks for granted and keeps none.</summary>
    public bool HonoursLocks { get; set; } = true;

    /// <summary>False has no lock configuration on any bucket.</summary>
    public bool HasLockConfiguration { get; set; } = true;

    /// <summary>True keeps versions of claims.</summary>
    public bool VersionsClaims { get; set; }

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<FakeS3Request> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The versions of an object, oldest first.</summary>
    public IReadOnlyList<FakeS3Version> VersionsOf(string bucket, string key)
    {
        lock (_gate)
        {
            return _objects.TryGetValue((bucket, key), out var versions) ? [.. versions] : [];
        }
    }

    /// <summary>Stores octets past every rule.</summary>
    public void Plant(string bucket, string key, byte[]? octets)
    {
        lock (_gate)
        {
            Store((bucket, key), new FakeS3Version(NextId(), octets, null, null));
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = await ReadAsync(request, cancellationToken);
        FakeS3Fault fault;
        lock (_gate)
        {
            _requests.Add(seen);
            fault = Fault?.Invoke(seen) ?? FakeS3Fault.None;
        }

        switch (fault)
        {
            case FakeS3Fault.NotDone:
                throw new HttpRequestException("The connection failed.");
            case FakeS3Fault.Slow:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case FakeS3Fault.Conflict:
                return Error(HttpStatusCode.Conflict, "ConditionalRequestConflict");
            case FakeS3Fault.Exists:
                return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            case FakeS3Fault.Unavailable:
                return Error(HttpStatusCode.ServiceUnavailable, "SlowDown");
            case FakeS3Fault.ProxyNotFound:
                return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>no such page</html>") };
        }

        var answer = await AnswerAsync(seen, fault is FakeS3Fault.StaleList);
        switch (fault)
        {
            case FakeS3Fault.ReplyLost:
                throw new HttpRequestException("The answer was lost.");
            case FakeS3Fault.SlowButDone:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case FakeS3Fault.UnavailableButDone:
                return Error(HttpStatusCode.ServiceUnavailable, "SlowDown");
            case FakeS3Fault.Truncated:
                return await CutAsync(answer, cancellationToken);
            case FakeS3Fault.WrongChecksum when answer.Headers.Contains("x-amz-checksum-sha256"):
                answer.Headers.Remove("x-amz-checksum-sha256");
                answer.Headers.Add("x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData("other octets"u8)));
                break;
            case FakeS3Fault.NoChecksum:
                answer.Headers.Remove("x-amz-checksum-sha256");
                break;
            case FakeS3Fault.WrongTag:
                answer.Headers.ETag = OtherTag;
                break;
            case FakeS3Fault.WrongTagAlone:
                answer.Headers.ETag = OtherTag;
                answer.Headers.Remove("x-amz-checksum-sha256");
                break;
        }

        return answer;
    }

    private static async Task<FakeS3Request> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string[] path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath).TrimStart('/').Split('/', 2);
        var query = request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "", StringComparer.Ordinal);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value), StringComparer.Ordinal);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return new FakeS3Request(request.Method.Method, path[0], path.Length == 2 ? path[1] : "", query, headers, body);
    }

    private async Task<HttpResponseMessage> AnswerAsync(FakeS3Request request, bool isStale)
    {
        if (request.Method != "PUT")
        {
            lock (_gate)
            {
                return request switch
                {
                    { Method: "DELETE" } => Delete(request),
                    { Key: "" } => AskBucket(request, isStale),
                    _ => Get(request),
                };
            }
        }

        var place = (request.Bucket, request.Key);
        bool isConditional = request.Headers.ContainsKey("if-none-match") && IsAtomic;
        lock (_gate)
        {
            if (request.Headers.TryGetValue("x-amz-checksum-sha256", out string? checksum) && checksum != ChecksumOf(request.Body))
            {
                return Error(HttpStatusCode.BadRequest, "BadDigest");
            }

            if (isConditional && _objects.TryGetValue(place, out var versions) && versions[^1].Octets is not null)
            {
                return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            }

            if (isConditional && !_underWay.Add(place))
            {
                return Error(HttpStatusCode.Conflict, "ConditionalRequestConflict");
            }
        }

        // Others come in meanwhile.
        await Task.Delay(1, CancellationToken.None);
        lock (_gate)
        {
            _underWay.Remove(place);
            var version = new FakeS3Version(
                NextId(),
                request.Body,
                HonoursLocks ? request.Headers.GetValueOrDefault("x-amz-object-lock-mode") : null,
                HonoursLocks ? request.Headers.GetValueOrDefault("x-amz-object-lock-retain-until-date") : null);
            Store(place, version);
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
            answer.Headers.TryAddWithoutValidation("ETag", "\"0\"");
            if (request.Bucket == Locked)
            {
                answer.Headers.Add("x-amz-version-id", version.Id);
            }

            return answer;
        }
    }

    private HttpResponseMessage Get(FakeS3Request request)
    {
        var found = Find(request);
        if (found?.Octets is not { } octets)
        {
            var missing = request.Method == "HEAD"
                ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) }
                : Error(HttpStatusCode.NotFound, "NoSuchKey");
            if (found is not null)
            {
                missing.Headers.Add("x-amz-delete-marker", "true");
            }

            return missing;
        }

        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(request.Method == "HEAD" ? [] : octets) };
        answer.Content.Headers.ContentLength = octets.Length;
        answer.Headers.Add("x-amz-version-id", found.Id);
        answer.Headers.Add("x-amz-checksum-sha256", ChecksumOf(octets));
        if (found.LockMode is not null)
        {
            answer.Headers.Add("x-amz-object-lock-mode", found.LockMode);
            answer.Headers.Add("x-amz-object-lock-retain-until-date", found.RetainUntil);
        }

        return answer;
    }

    private FakeS3Version? Find(FakeS3Request request) =>
        !_objects.TryGetValue((request.Bucket, request.Key), out var versions) ? null
        : request.Query.TryGetValue("versionId", out string? id) ? versions.Find(version => version.Id == id)
        : versions[^1];

    private HttpResponseMessage Delete(FakeS3Request request)
    {
        if (request.Bucket != Locked)
        {
            _objects.Remove((request.Bucket, request.Key));
        }
        else if (Find(request)?.LockMode is not null)
        {
            return Error(HttpStatusCode.Forbidden, "AccessDenied");
        }

        return new HttpResponseMessage(HttpStatusCode.NoContent) { Content = new ByteArrayContent([]) };
    }

    private HttpResponseMessage AskBucket(FakeS3Request request, bool isStale)
    {
        if (request.Query.ContainsKey("object-lock"))
        {
            return HasLockConfiguration && request.Bucket == Locked
                ? Xml("<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>")
                : Error(HttpStatusCode.NotFound, "ObjectLockConfigurationNotFoundError");
        }

        if (request.Query.ContainsKey("versioning"))
        {
            bool isVersioned = request.Bucket == Locked || VersionsClaims;
            return Xml($"<VersioningConfiguration>{(isVersioned ? "<Status>Enabled</Status>" : "")}</VersioningConfiguration>");
        }

        return request.Query.ContainsKey("versions") ? ListVersions(request, isStale) : ListKeys(request, isStale);
    }

    private HttpResponseMessage ListKeys(FakeS3Request request, bool isStale)
    {
        int most = int.Parse(request.Query["max-keys"], CultureInfo.InvariantCulture);
        var keys = Visible(request, isStale, request.Query.GetValueOrDefault("start-after")).Where(entry => entry.Value[^1].Octets is not null).ToList();
        var body = new StringBuilder("<ListBucketResult>");
        body.Append(CultureInfo.InvariantCulture, $"<IsTruncated>{(keys.Count > most ? "true" : "false")}</IsTruncated>");
        foreach (var entry in keys.Take(most))
        {
            body.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{entry.Key.Key}</Key><Size>{entry.Value[^1].Octets!.Length}</Size></Contents>");
        }

        return Xml(body.Append("</ListBucketResult>").ToString());
    }

    private HttpResponseMessage ListVersions(FakeS3Request request, bool isStale)
    {
        int most = int.Parse(request.Query["max-keys"], CultureInfo.InvariantCulture);
        string prefix = request.Query.GetValueOrDefault("prefix") ?? "";
        string? marker = request.Query.GetValueOrDefault("key-marker"), versionMarker = request.Query.GetValueOrDefault("version-id-marker");
        var items = new List<(string Key, FakeS3Version Version, bool IsLatest)>();
        foreach (var entry in Visible(request, isStale, after: null))
        {
            bool isPast = versionMarker is null;
            foreach (var version in Enumerable.Reverse(entry.Value))
            {
                int order = string.CompareOrdinal(entry.Key.Key, marker);
                if (marker is null || order > 0 || (order == 0 && versionMarker is not null && isPast))
                {
                    items.Add((entry.Key.Key, version, version == entry.Value[^1]));
                }

                isPast |= version.Id == versionMarker;
            }
        }

        var body = new StringBuilder("<ListVersionsResult>");
        if (request.Query.ContainsKey("delimiter"))
        {
            foreach (string folder in items.Select(item => item.Key[..(item.Key.IndexOf('/', prefix.Length) + 1)]).Distinct(StringComparer.Ordinal))
            {
                body.Append(CultureInfo.InvariantCulture, $"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>");
            }

            return Xml(body.Append("<IsTruncated>false</IsTruncated></ListVersionsResult>").ToString());
        }

        foreach (var (key, version, isLatest) in items.Take(most))
        {
            string name = version.Octets is null ? "DeleteMarker" : "Version";
            body.Append(CultureInfo.InvariantCulture, $"<{name}><Key>{key}</Key><VersionId>{version.Id}</VersionId><IsLatest>{(isLatest ? "true" : "false")}</IsLatest>");
            body.Append(version.Octets is { } octets ? $"<Size>{octets.Length}</Size></{name}>" : $"</{name}>");
        }

        bool isTruncated = items.Count > most;
        body.Append(CultureInfo.InvariantCulture, $"<IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>");
        if (isTruncated)
        {
            var last = items[most - 1];
            body.Append(CultureInfo.InvariantCulture, $"<NextKeyMarker>{last.Key}</NextKeyMarker><NextVersionIdMarker>{last.Version.Id}</NextVersionIdMarker>");
        }

        return Xml(body.Append("</ListVersionsResult>").ToString());
    }

    private IEnumerable<KeyValuePair<(string Bucket, string Key), List<FakeS3Version>>> Visible(FakeS3Request request, bool isStale, string? after)
    {
        string prefix = request.Query.GetValueOrDefault("prefix") ?? "";
        return _objects.Where(entry => entry.Key.Bucket == request.Bucket
            && entry.Key.Key.StartsWith(prefix, StringComparison.Ordinal)
            && (after is null || string.CompareOrdinal(entry.Key.Key, after) > 0)
            && !(isStale && entry.Key == _newest));
    }

    private void Store((string Bucket, string Key) place, FakeS3Version version)
    {
        if (!_objects.TryGetValue(place, out var versions) || place.Bucket != Locked)
        {
            _objects[place] = versions = [];
        }

        versions.Add(version);
        _newest = place;
    }

    private string NextId() => "v" + (++_versions).ToString("D8", CultureInfo.InvariantCulture);

    private static async Task<HttpResponseMessage> CutAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] whole = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = answer.Content.Headers.ToList();
        answer.Content = new ByteArrayContent(whole, 0, whole.Length / 2);
        foreach (var header in headers)
        {
            answer.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        answer.Content.Headers.ContentLength = whole.Length;
        return answer;
    }

    private static string ChecksumOf(byte[] octets) => Convert.ToBase64String(SHA256.HashData(octets));

    private static HttpResponseMessage Xml(string body) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/xml"),
    };

    private static HttpResponseMessage Error(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent($"<Error><Code>{code}</Code><Message>secret text of the server's</Message></Error>", Encoding.UTF8, "application/xml"),
    };

    private sealed class KeyOrder : IComparer<(string Bucket, string Key)>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare((string Bucket, string Key) x, (string Bucket, string Key) y) =>
            string.CompareOrdinal(x.Bucket, y.Bucket) is not 0 and var order ? order : string.CompareOrdinal(x.Key, y.Key);
    }
}
