namespace Signet.Messaging;

/// <summary>The JSON of an enrolment.</summary>
internal sealed record EnrolmentDocument(string Producer, string KeyId, string Alg, byte[] PublicKey);
