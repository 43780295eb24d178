namespace Signet.Messaging;

/// <summary>The JSON of a request to an authority and its answer.</summary>
internal sealed record EvidenceDocument(long Size, string Tsa, string Request, string Response);
