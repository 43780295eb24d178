namespace Signet.Policy.Pipeline;

/// <summary>
/// An admission check that finds out who answers for the request. It runs before every other check, whatever its priority, so that
/// each refusal can be recorded against somebody.
/// </summary>
public interface IOwnerCheck : IAdmissionCheck;
