using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>A choice has ended.</summary>
/// <param name="Choice">The choice.</param>
/// <param name="Reason">The value that says why.</param>
/// <param name="Word">
/// The reason for the log: a word that the specification fixes, or <c>other</c>, since what a model wrote never goes there as it stands.
/// </param>
/// <param name="Body">The value that carries what the choice says.</param>
internal sealed record AnswerFinish(int Choice, JsonPart Reason, string Word, JsonPart? Body);
