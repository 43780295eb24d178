using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>A choice has ended.</summary>
/// <param name="Choice">The choice.</param>
/// <param name="Reason">The value that says why.</param>
/// <param name="ForCalls">True when the reason is that tools were called.</param>
/// <param name="Body">The object that carries the text of the choice.</param>
internal sealed record AnswerFinish(int Choice, JsonPart Reason, bool ForCalls, JsonPart? Body);
