namespace Signet.Shared.Endpoints;

/// <summary>An endpoint gave no answer that counts. The message is one of a few fixed ones: nothing that came back stands in it.</summary>
internal sealed class EndpointException(string message) : Exception(message);
