namespace Signet.Testing.Storage.S3;

/// <summary>A request as it reached the server.</summary>
/// <param name="Method">GET, HEAD, PUT or DELETE.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key; empty for what is asked of the bucket.</param>
/// <param name="Query">The parameters.</param>
/// <param name="Headers">The fields, lower-case names.</param>
/// <param name="Body">The octets.</param>
public sealed record FakeS3Request(
    string Method, string Bucket, string Key, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>True for a request for a list of keys or versions.</summary>
    public bool IsList => Method == "GET" && Key.Length == 0 && (Query.ContainsKey("versions") || Query.ContainsKey("list-type"));
}
