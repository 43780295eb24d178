namespace Signet.Hosting.Keys;

/// <summary>By what a changed key file is known.</summary>
/// <param name="Written">When it was written last, in UTC.</param>
/// <param name="Length">Its length in octets.</param>
public readonly record struct ApiKeyFileStamp(DateTime Written, long Length);
