namespace Signet.Storage.S3;

/// <summary>A request to the store failed. Says what is known of its effect; carries nothing that the server wrote but an error code.</summary>
internal sealed class S3CallException(S3Failure failure, string message) : Exception(message)
{
    public S3Failure Failure { get; } = failure;

    public StoreException ToStoreException() => new(Message) { IsUnreachable = Failure is S3Failure.Unknown };
}
